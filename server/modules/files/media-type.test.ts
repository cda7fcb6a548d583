import { describe, expect, it } from 'vitest'
import { readImageSize } from './image-size.ts'
import { headBytes, tellMediaType } from './media-type.ts'
import { gif, jpeg, png, webp } from './testing/pictures.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const tell = (text: string | Buffer) => tellMediaType(typeof text === 'string' ? bytes(text) : text)
const script = '<script>alert(1)</script>'

describe('what a file is', () => {
  it.each([
    ['a PNG', png(), 'image/png'],
    ['a JPEG', jpeg(), 'image/jpeg'],
    ['a GIF', gif(), 'image/gif'],
    ['a WebP', webp(), 'image/webp'],
    ['a PDF', '%PDF-1.7\n1 0 obj << /JS (app.alert(1)) >>', 'application/pdf'],
    ['a ZIP', 'PK\x03\x04\x14\0\0\0\x08\0', 'application/zip'],
    [
      'a text document',
      `PK\x03\x04\x14\0[Content_Types].xml\0\0PK\x03\x04\0word/document.xml`,
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['a program', 'MZ\x90\0\x03\0\0\0\x04', 'application/vnd.microsoft.portable-executable'],
    ['plain text', 'Hello, it is broken.\n', 'text/plain'],
    ['text in another script', Buffer.from('Привет, não funciona 💥'), 'text/plain'],
    ['text in UTF-16', Buffer.from('\ufeffHello', 'utf16le'), 'text/plain'],
    ['a table', 'a,b\r\n1,2\r\n', 'text/plain'],
    ['nothing anybody knows', '\x00\x01\x02\x03\xfe', 'application/octet-stream'],
    ['text that begins like a format', 'BMW does not start', 'text/plain'],
    ['text in no UTF-8', '\xe9t\xe9 \xff', 'application/octet-stream'],
  ])('%s', (_, content, type) => {
    expect(tell(content)).toBe(type)
  })

  it.each([
    ['a page', `<!doctype html>${script}`],
    ['a page after white space', `\n\t  <HTML>${script}`],
    ['a page after a comment', `<!-- x -->${script}`],
    ['a page after text', `hello\n${script}`],
    ['a page after a byte order mark', `\xef\xbb\xbf<html>`],
    ['a page in UTF-16', Buffer.from(`\ufeff<script>1</script>`, 'utf16le')],
    ['a picture that is a script all through', `GIF89a/*${'x'.repeat(30)}*/=1;${script}`],
    ['a bitmap that is a script all through', `BM=1;${script}`],
  ])('%s is never a picture', (_, content) => {
    expect(tell(content)).toBe('text/html')
  })

  it.each([
    ['a drawing', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
    ['a drawing with a declaration', `<?xml version="1.0"?><!DOCTYPE svg><svg onload="alert(1)"/>`],
    ['a drawing behind a comment', `<!-- -->\n<SVG onload=alert(1)>`],
  ])('%s is a drawing, which may hold scripts', (_, content) => {
    expect(tell(content)).toBe('image/svg+xml')
  })

  it('is told by the first bytes of a polyglot, whatever follows', () => {
    expect(tell(Buffer.concat([png(), bytes(script)]))).toBe('image/png')
    expect(tell(Buffer.concat([gif(), bytes(`\0\0${script}`)]))).toBe('image/gif')
    expect(tell(Buffer.concat([bytes('%PDF-1.4\n'), png()]))).toBe('application/pdf')
  })

  it('is told of text whose beginning ends within a character', () => {
    for (const letter of ['é', '€', '💥']) {
      const long = Buffer.from(letter.repeat(headBytes)).subarray(0, headBytes)
      expect([letter, tellMediaType(long)]).toEqual([letter, 'text/plain'])
    }
  })
})

describe('the size of a picture', () => {
  it('is read from its header', () => {
    const size = { width: 640, height: 480 }
    expect(readImageSize('image/png', png(640, 480))).toEqual(size)
    expect(readImageSize('image/gif', gif(640, 480))).toEqual(size)
    expect(readImageSize('image/jpeg', jpeg(640, 480))).toEqual(size)
    expect(readImageSize('image/webp', webp(640, 480))).toEqual(size)
  })

  it('is none where it asks for more pixels than a screen should draw, or for none', () => {
    for (const [width, height] of [
      [50_000, 50_000],
      [20_000, 10],
      [0, 10],
    ] as const)
      expect(readImageSize('image/png', png(width, height))).toBeNull()
  })

  it('is none where the header is cut off or wrong, and never fails', () => {
    for (const [type, whole] of [
      ['image/png', png()],
      ['image/gif', gif()],
      ['image/jpeg', jpeg()],
      ['image/webp', webp()],
    ] as const)
      for (let length = 0; length < whole.length; length++)
        expect(() => readImageSize(type, whole.subarray(0, length))).not.toThrow()
    expect(readImageSize('image/jpeg', Buffer.alloc(headBytes, 0xff))).toBeNull()
    expect(readImageSize('image/svg+xml', png())).toBeNull()
  })
})
