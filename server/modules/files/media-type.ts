import { isUtf8 } from 'node:buffer'

/** How many bytes of a file are looked at; the frame of a photograph may stand behind its preview and profile. */
export const headBytes = 256 * 1024

/** What browsers draw without running anything. Everything else is saved, never shown. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const

const unknown = 'application/octet-stream'

/** The bytes a format begins with, as Latin-1 text; `at` where they do not stand first. */
const signatures: readonly { readonly bytes: string; readonly type: string; readonly at?: number }[] = [
  { bytes: '\x89PNG\r\n\x1a\n', type: 'image/png' },
  { bytes: '\xff\xd8\xff', type: 'image/jpeg' },
  { bytes: 'GIF87a', type: 'image/gif' },
  { bytes: 'GIF89a', type: 'image/gif' },
  { bytes: 'BM', type: 'image/bmp' },
  { bytes: 'II*\0', type: 'image/tiff' },
  { bytes: 'MM\0*', type: 'image/tiff' },
  { bytes: '%PDF-', type: 'application/pdf' },
  { bytes: 'PK\x03\x04', type: 'application/zip' },
  { bytes: 'PK\x05\x06', type: 'application/zip' },
  { bytes: '\x1f\x8b', type: 'application/gzip' },
  { bytes: '7z\xbc\xaf\x27\x1c', type: 'application/x-7z-compressed' },
  { bytes: 'Rar!\x1a\x07', type: 'application/vnd.rar' },
  { bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', type: 'application/x-ole-storage' },
  { bytes: 'MZ', type: 'application/vnd.microsoft.portable-executable' },
  { bytes: '\x7fELF', type: 'application/x-executable' },
  { bytes: '{\\rtf', type: 'application/rtf' },
  { bytes: 'ID3', type: 'audio/mpeg' },
  { bytes: 'OggS\0', type: 'application/ogg' },
  { bytes: '\x1aE\xdf\xa3', type: 'video/webm' },
  { bytes: 'ftyp', at: 4, type: 'video/mp4' },
]

/** What a RIFF file holds. */
const riff: Readonly<Record<string, string>> = { WEBP: 'image/webp', WAVE: 'audio/wav', 'AVI ': 'video/vnd.avi' }

/** Formats that are text themselves. All other signatures that are plain letters may begin a text, or a script. */
const isWritten: ReadonlySet<string> = new Set(['application/pdf', 'application/rtf'])

/** The entry that says which office document a ZIP is. */
const offices: readonly (readonly [part: string, type: string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]

/**
 * Tells what a file is by its first bytes; what nobody knows is `application/octet-stream`. Only signatures at fixed
 * places are looked at and nothing is unpacked, so no content makes this slow (docs/dependencies.md says why no library).
 */
export function tellMediaType(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const begins = bytes.toString('latin1', 0, 512)
  if (begins.startsWith('RIFF')) return riff[begins.slice(8, 12)] ?? unknown
  const known = signatures.find((signature) => begins.startsWith(signature.bytes, signature.at))
  if (known?.type === 'application/zip') return typeOfZip(bytes)
  if (known !== undefined && (isWritten.has(known.type) || !isText(bytes))) return known.type
  return isText(bytes) ? typeOfText(bytes) : unknown
}

/** Office documents are ZIPs whose parts have names of their own; the first names stand uncompressed in the beginning. */
function typeOfZip(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, 64 * 1024)
  const stated = /^PK[\s\S]{28}mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/.exec(text)?.[1]
  if (stated !== undefined) return stated
  if (!text.includes('[Content_Types].xml')) return 'application/zip'
  return offices.find(([part]) => text.includes(part))?.[1] ?? 'application/zip'
}

function isText(bytes: Buffer): boolean {
  if (hasMark(bytes, [0xff, 0xfe]) || hasMark(bytes, [0xfe, 0xff])) return true
  // The beginning may end in the middle of a character.
  const cut = bytes.length < headBytes ? bytes : bytes.subarray(0, lastWhole(bytes))
  // oxlint-disable-next-line no-control-regex -- the bytes that no text holds
  return isUtf8(cut) && !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(cut.toString('latin1'))
}

function hasMark(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte)
}

function lastWhole(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--
  return end - 1
}

const markup =
  /<(?:!doctype html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|!--|img|meta|link|base|form|object|embed|template|math)(?=[\s>/]|$)/i

/** Text is told apart only to name it: whatever it is, it is saved and never shown. */
function typeOfText(bytes: Buffer): string {
  const isWide = hasMark(bytes, [0xff, 0xfe]) || hasMark(bytes, [0xfe, 0xff])
  const text = bytes.toString(isWide ? 'utf16le' : 'utf8', 0, 16 * 1024)
  if (/<svg(?=[\s>/])/i.test(text)) return 'image/svg+xml'
  if (markup.test(text)) return 'text/html'
  return /^[\s\ufeff]*<\?xml/i.test(text) ? 'application/xml' : 'text/plain'
}
