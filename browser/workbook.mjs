// Opens an .xlsx as Excel would, and makes one: the package is a zip, the sheet is XML. Only what the journeys need.

import { inflateRawSync } from 'node:zlib';

const DIRECTORY_ENTRY = 0x02014b50;

/** The parts of a package by name, from its central directory. */
function parts(bytes) {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error('no zip');
  const found = new Map();
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(begin, begin + packed);
    const text = () => (method === 0 ? body : inflateRawSync(body)).toString('utf8');
    found.set(bytes.toString('utf8', at + 46, at + 46 + name), text);
    at += 46 + name + extra + comment;
  }
  return found;
}

const plain = (xml) =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');

const texts = (xml) => plain([...xml.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map((one) => one[1]).join(''));

/** The rows of the first sheet: each an array of texts, numbers as they are stored. */
export function firstSheet(bytes) {
  const package_ = parts(bytes);
  const shared = package_.has('xl/sharedStrings.xml')
    ? [...package_.get('xl/sharedStrings.xml')().matchAll(/<si>([\s\S]*?)<\/si>/g)].map((one) => texts(one[1]))
    : [];
  const xml = package_.get('xl/worksheets/sheet1.xml')();
  const cell = ([, attributes, body = '']) => {
    if (/t="inlineStr"/.test(attributes)) return texts(body);
    const value = /<v>([\s\S]*?)<\/v>/.exec(body)?.[1] ?? '';
    return /t="s"/.test(attributes) ? shared[Number(value)] : plain(value);
  };
  return [...xml.matchAll(/<row [^>]*>([\s\S]*?)<\/row>/g)].map((row) =>
    [...row[1].matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].map(cell),
  );
}

/** The day that Excel stores as a number, as 2026-11-22. */
export const day = (number) => new Date((Number(number) - 25_569) * 86_400_000).toISOString().slice(0, 10);

/** CRC-32 as zips want it. */
function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A zip of these parts, nothing packed. */
function packed(named) {
  const [locals, entries] = [[], []];
  let at = 0;
  for (const [name, text] of named) {
    const [label, body] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(checksum(body), 10);
    head.writeUInt32LE(body.length, 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, label, body]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), head, place, label]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A workbook as an office keeps it: sheets of rows, a number where a number is given, ranges that are merged. */
export function workbook(sheets) {
  const cell = (value, row, column) => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (value === '' || value === undefined) return '';
    return typeof value === 'number' ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  };
  const sheet = ({ rows, merged = [] }) => {
    const lines = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cell(value, row, column)).join('')}</row>`);
    const ranges = merged.map((range) => `<mergeCell ref="${range}"/>`).join('');
    return `<worksheet><sheetData>${lines.join('')}</sheetData>${ranges && `<mergeCells>${ranges}</mergeCells>`}</worksheet>`;
  };
  const listed = sheets.map(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="s${index + 1}"/>`);
  const related = sheets.map((_, index) => `<Relationship Id="s${index + 1}" Type="x/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`);
  return packed([
    ['_rels/.rels', '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>'],
    ['xl/_rels/workbook.xml.rels', `<Relationships>${related.join('')}</Relationships>`],
    ['xl/workbook.xml', `<workbook><sheets>${listed.join('')}</sheets></workbook>`],
    ...sheets.map((one, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet(one)]),
  ]);
}
