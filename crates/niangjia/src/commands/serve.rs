//! `serve`: opens the store and answers requests until it is told to stop.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use clap::Args;
use niangjia_store::Store;
use niangjia_web::{AppSettings, DemoGroup};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::commands::{CommandError, Common};
use crate::settings::Settings;
use crate::watch::Watch;
use crate::{jobs, limits, wiring};

/// How long requests under way may take after Ctrl-C.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: ServeArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let store = wiring::open_store(settings.store_options())?;
    serve(&settings, store, Vec::new(), "娘家已打开")
}

/// Serves a store that is open; `greeting` is printed with the address.
pub(crate) fn serve(
    settings: &Settings,
    store: Store,
    demo_people: Vec<DemoGroup>,
    greeting: &str,
) -> Result<ExitCode, CommandError> {
    wiring::check_pack().map_err(|error| CommandError::Refused(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(CommandError::io("线程起不来"))?;
    let app_settings =
        AppSettings { secure: settings.secure(), map_tiles: settings.map_tiles.clone(), demo_people };
    let app = wiring::application_with(store.clone(), app_settings, settings.outside.clone());
    let router =
        limits::limited(wiring::router(app.clone()), settings.submissions_per_second, settings.behind_proxy)
            .layer(CompressionLayer::new().gzip(true).compress_when(worth_compressing()));
    let watch = Watch::over(store.clone(), settings.data.clone());
    let router = watch.counting(router);
    let (listener, address) = listen(&settings.listen)?;
    let watching = settings.metrics_listen.as_deref().map(listen).transpose()?;
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let served = runtime.block_on(async {
        jobs::start(&app, &watch);
        say_what_starts(settings, address, watching.as_ref().map(|(_, address)| *address));
        if let Some((listener, _)) = watching {
            tokio::spawn(watch_over(listener, watch.clone().router()));
        }
        if let Some(every_day) = settings.every_day.clone() {
            jobs::start_backups(&store, settings.store_options(), every_day, watch);
        }
        println!("{greeting}：{scheme}://{address}  （Ctrl-C 停止）");
        until_stopped(listener, router, settings).await
    });
    // What is being written is finished before the process ends.
    runtime.shutdown_timeout(GRACE);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "stopped");
    served.map(|()| ExitCode::SUCCESS)
}

/// Everything but Excel and Word: they are packed already, and with their length the browser shows how far it is.
fn worth_compressing() -> impl Predicate {
    const PACKED: NotForContentType =
        NotForContentType::const_new("application/vnd.openxmlformats-officedocument");
    DefaultPredicate::new().and(PACKED)
}

fn listen(address: &str) -> Result<(TcpListener, SocketAddr), CommandError> {
    let failed = || CommandError::io(format!("监听 {address} 失败"));
    let listener = TcpListener::bind(address).map_err(failed())?;
    listener.set_nonblocking(true).map_err(failed())?;
    let address = listener.local_addr().map_err(failed())?;
    Ok((listener, address))
}

fn say_what_starts(settings: &Settings, address: SocketAddr, metrics: Option<SocketAddr>) {
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        engine = settings.location.engine(),
        %address,
        tls = settings.tls.is_some(),
        behind_proxy = settings.behind_proxy,
        metrics = metrics.map(|address| address.to_string()),
        backups = settings.every_day.is_some(),
        "serving"
    );
}

/// Serves metrics until the process ends; the application goes on without them.
async fn watch_over(listener: TcpListener, router: Router) {
    let served = match axum_server::from_tcp(listener) {
        Ok(server) => server.serve(router.into_make_service()).await,
        Err(error) => Err(error),
    };
    if let Err(error) = served {
        tracing::error!(%error, "metrics are not served any more");
    }
}

async fn until_stopped(
    listener: TcpListener,
    router: Router,
    settings: &Settings,
) -> Result<(), CommandError> {
    let handle = Handle::<SocketAddr>::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let failed = CommandError::io("服务中断");
    match &settings.tls {
        None => {
            let server = axum_server::from_tcp(listener).map_err(CommandError::io("监听失败"))?;
            server.handle(handle).serve(service).await.map_err(failed)
        }
        Some((certificate, key)) => {
            let provider = rustls::crypto::ring::default_provider();
            provider.install_default().map_err(|_| CommandError::Refused("TLS 起不来".to_owned()))?;
            let tls = RustlsConfig::from_pem_file(certificate, key)
                .await
                .map_err(CommandError::io("证书读不了"))?;
            let server = axum_server::from_tcp_rustls(listener, tls).map_err(CommandError::io("监听失败"))?;
            server.handle(handle).serve(service).await.map_err(failed)
        }
    }
}

async fn stop_on_signal(handle: Handle<SocketAddr>) {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            tracing::warn!(%error, "no signal to stop on");
            return;
        }
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
    tracing::info!("stopping: requests under way are finished first");
    handle.graceful_shutdown(Some(GRACE));
}
