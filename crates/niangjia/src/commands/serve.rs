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

use crate::commands::{CommandError, Common};
use crate::settings::Settings;
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
    let app_settings = AppSettings { secure: settings.secure(), demo_people };
    let app = wiring::application(store, app_settings);
    let router =
        limits::limited(wiring::router(app.clone()), settings.submissions_per_second, settings.behind_proxy)
            .layer(CompressionLayer::new().gzip(true));
    let listener = TcpListener::bind(&settings.listen)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(CommandError::io(format!("监听 {} 失败", settings.listen)))?;
    let address = listener.local_addr().map_err(CommandError::io("地址"))?;
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let served = runtime.block_on(async {
        jobs::start(&app);
        println!("{greeting}：{scheme}://{address}  （Ctrl-C 停止）");
        until_stopped(listener, router, settings).await
    });
    // What is being written is finished before the process ends.
    runtime.shutdown_timeout(GRACE);
    served.map(|()| ExitCode::SUCCESS)
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
