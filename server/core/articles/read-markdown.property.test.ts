import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMarkdown, refusedLinksIn } from './index.ts'

const plain = (text: string) => ({ text, isStrong: false, url: null })

/** What is drawn, as text. */
const wordsIn = (text: string) =>
  readMarkdown(text).flatMap(({ lines }) => lines.map((line) => line.map((span) => span.text).join('')))

describe('a text for customers', () => {
  it('is paragraphs, headings and lists, with strong words and links', () => {
    const text = `## Before you ask

Most arrive **within 15 minutes**,
some later.
- See the [history](https://shop.example/history).
- Write to [us](mailto:help@shop.example),
  or call [+34 600](tel:+34600000000).

1. First
3) Second
That is all.
`
    expect(readMarkdown(text)).toEqual([
      { kind: 'heading', lines: [[plain('Before you ask')]] },
      {
        kind: 'paragraph',
        lines: [
          [plain('Most arrive '), { text: 'within 15 minutes', isStrong: true, url: null }, plain(', some later.')],
        ],
      },
      {
        kind: 'bullets',
        lines: [
          [plain('See the '), { text: 'history', isStrong: false, url: 'https://shop.example/history' }, plain('.')],
          [
            plain('Write to '),
            { text: 'us', isStrong: false, url: 'mailto:help@shop.example' },
            plain(', or call '),
            { text: '+34 600', isStrong: false, url: 'tel:+34600000000' },
            plain('.'),
          ],
        ],
      },
      { kind: 'steps', lines: [[plain('First')], [plain('Second')]] },
      { kind: 'paragraph', lines: [[plain('That is all.')]] },
    ])
  })

  it('keeps a list that has blank lines together, and ends it with other words', () => {
    expect(readMarkdown('- a\n\n- b\n\nc').map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ['bullets', 2],
      ['paragraph', 1],
    ])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'http://shop.example', '//shop.example', 'https://a"b', '/path'])(
    'shows a link to %s as it is written, and says so to who writes it',
    (url) => {
      const text = `See [this](${url}).`
      expect(readMarkdown(text)).toEqual([{ kind: 'paragraph', lines: [[plain(text)]] }])
      expect(refusedLinksIn(text)).toEqual([url])
    },
  )

  it('shows markup as it is written', () => {
    expect(wordsIn('<img src=x onerror=alert(1)> & <b>bold</b>')).toEqual([
      '<img src=x onerror=alert(1)> & <b>bold</b>',
    ])
  })

  it('leads nowhere but to https, mail and telephone, and loses no letter, whatever it is', () => {
    const piece = fc.constantFrom(
      '**',
      '[',
      '](',
      ')',
      '- ',
      '1. ',
      '# ',
      '\n',
      '\n\n',
      ' ',
      'javascript:',
      'https://a',
      'é',
      '<b>',
      '*',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const spans = readMarkdown(text).flatMap(({ lines }) => lines.flat())
        for (const { url } of spans) if (url !== null) expect(url).toMatch(/^(?:https:\/\/|mailto:|tel:)[^\s"<>]/)
        const letters = (words: string) => words.replaceAll(/[^\p{L}]/gu, '')
        const drawn = spans.map(({ text: words, url }) => words + (url ?? '')).join('')
        expect(letters(drawn)).toBe(letters(text))
      }),
    )
  })
})
