/** The beginnings of pictures, with everything that is looked at; the pixels are left out. */
export function png(width = 2, height = 2): Buffer {
  const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR', 'latin1')
  return Buffer.concat([head, uint32(width), uint32(height), Buffer.from([8, 6, 0, 0, 0])])
}

export function gif(width = 2, height = 2): Buffer {
  return Buffer.concat([Buffer.from('GIF89a'), uint16LE(width), uint16LE(height), Buffer.from([0xf0, 0, 0, 0])])
}

/** With a preview of its own before the frame, as cameras write it. */
export function jpeg(width = 2, height = 2): Buffer {
  const profile = Buffer.concat([Buffer.from([0xff, 0xe1, 0x03, 0xea]), Buffer.alloc(1000, 0xff)])
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), profile, frame, Buffer.alloc(20)])
}

export function webp(width = 2, height = 2): Buffer {
  const head = Buffer.from('RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\0\0\0\x9d\x01\x2a', 'latin1')
  return Buffer.concat([head, uint16LE(width), uint16LE(height), Buffer.alloc(10)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function uint16LE(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
