//! The folder in a file of old Office, made by hand around one stream.

const SECTOR: usize = 512;
const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let mut entry = vec![0; 128];
    for (at, unit) in name.encode_utf16().enumerate() {
        entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
    }
    let length = u16::try_from(name.len() * 2 + 2).expect("a short name");
    entry[64..66].copy_from_slice(&length.to_le_bytes());
    entry[66] = kind;
    for (at, value) in [(68, FREE), (72, FREE), (76, child), (116, start), (120, size)] {
        entry[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    entry
}

/// A file of old Office with one stream of this name: sector 0 holds the chains, sector 1 the directory.
pub(crate) fn around(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4_096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).expect("a short stream");
    assert!(sectors + 2 <= 128, "one sector of chains is enough");
    let mut header = vec![0; SECTOR];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[24..32].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0]);
    header[32] = 6;
    for (at, value) in [(44, 1), (48, 1), (56, 4_096), (60, END), (68, END), (76, 0)] {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    header[80..].fill(0xFF);
    let mut chains = vec![TABLE, END];
    chains.extend((3..sectors + 2).chain([END]));
    chains.resize(128, FREE);
    let mut file = header;
    file.extend(chains.iter().flat_map(|next| next.to_le_bytes()));
    let size = u32::try_from(stream.len()).expect("a short stream");
    file.extend(entry("Root Entry", 5, 1, END, 0));
    file.extend(entry(name, 2, FREE, 2, size));
    file.resize(3 * SECTOR, 0);
    file.extend(stream);
    file
}

/// A record of an .xls.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}
