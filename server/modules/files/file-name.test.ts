import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName } from './file-name.ts'

describe('the name of a file', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['/etc/cron.d/x', 'x'],
    ['C:\\Users\\ana\\bill.png', 'bill.png'],
    ['..', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\u0000b.txt', 'ab.txt'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie: x=1.txt'],
    ['a%0d%0ab.txt', 'ab.txt'],
    ['the %22best%22.txt', 'the "best".txt'],
    ['100%25.txt', '100%25.txt'],
    // Turned around it would read exe.gpj
    ['holiday\u202egpj.exe', 'holidaygpj.exe'],
    ['in\u200bvoice\ufeff.pdf', 'invoice.pdf'],
    ['cafe\u0301.txt', 'café.txt'],
    ['a\u2028b.txt', 'ab.txt'],
    ['half \ud83d.txt', 'half .txt'],
    ['a\u00a0\u3000 b.txt', 'a b.txt'],
    ['name. . ', 'name'],
    ['счёт за ноябрь.pdf', 'счёт за ноябрь.pdf'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanName(given)).toBe(kept)
  })

  it('is cut to 150 characters and keeps its ending', () => {
    expect(cleanName(`${'x'.repeat(300)}.pdf`)).toBe(`${'x'.repeat(146)}.pdf`)
    expect(cleanName(`a.${'y'.repeat(300)}`)).toHaveLength(150)
    expect(Array.from(cleanName('💥'.repeat(400)))).toHaveLength(150)
  })

  it('holds no path, no control and no half character, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        const name = cleanName(given)
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\\/]/u)
        expect(Array.from(name).length).toBeGreaterThan(0)
        expect(Array.from(name).length).toBeLessThanOrEqual(150)
        expect(name.isWellFormed()).toBe(true)
      }),
    )
  })
})
