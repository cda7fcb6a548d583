/** How large an image says it is, in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Larger ones are not drawn: a few bytes may ask for gigabytes of pixels. */
const mostPixels = 50_000_000
const longestSide = 16_384

/** Reads the size of a PNG, GIF, JPEG or WebP from its beginning; null where it is not told or too large to be drawn. */
export function readImageSize(mediaType: string, head: Uint8Array): ImageSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const size = readers[mediaType]?.(view) ?? null
  if (size === null || size.width < 1 || size.height < 1) return null
  const isDrawable = size.width <= longestSide && size.height <= longestSide && size.width * size.height <= mostPixels
  return isDrawable ? size : null
}

const readers: Readonly<Record<string, (view: DataView) => ImageSize | null>> = {
  'image/png': ofPng,
  'image/gif': ofGif,
  'image/jpeg': ofJpeg,
  'image/webp': ofWebp,
}

function ofPng(view: DataView): ImageSize | null {
  const header = 0x49484452
  if (view.byteLength < 24 || view.getUint32(12) !== header) return null
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function ofGif(view: DataView): ImageSize | null {
  return view.byteLength < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** Walks from marker to marker to the frame, which stands behind previews and colour profiles. */
function ofJpeg(view: DataView): ImageSize | null {
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
    // Where the picture itself begins before any frame, it is none.
    if (marker === 0xda || marker === 0xd9) return null
    at += isBare ? 2 : 2 + Math.max(2, view.getUint16(at + 2))
  }
  return null
}

function ofWebp(view: DataView): ImageSize | null {
  if (view.byteLength < 30) return null
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { width: uint24(24) + 1, height: uint24(27) + 1 }
    case 0x5650384c: {
      // VP8L: two 14-bit numbers after the signature byte.
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case 0x56503820: // VP8
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return null
  }
}
