// Opens an .xlsx as Excel would: the package is a zip, the sheet is XML. Only what the journeys compare.

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
