/** Text that is already safe as HTML: the only thing that enters a body unescaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters that no mail needs, bidi overrides and line separators that could make a text look like another. */
const unseen = /[[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\ufeff]--[\n\t]]/gv
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A text of somebody as it may stand in a body: no control characters, line ends as `\n`. */
export function bodyText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(unseen, '').replaceAll(loneSurrogate, '\ufffd')
}

/** The same on one line and no longer than this, as it may stand in a header: nothing in it can begin another one. */
export function headerText(text: string, longest = 200): string {
  const line = bodyText(text).replaceAll(/\s+/g, ' ').trim()
  const letters = Array.from(line)
  return letters.length <= longest
    ? line
    : `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
}

function escapeHtml(text: string): string {
  return bodyText(text).replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? '')
}

/** Builds HTML: whatever is put in is escaped, unless it is HTML of ours. Not called `html`, so that no tool formats what is sent. */
export function markup(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const written = values.map((value) => {
    if (value instanceof Html) return value.text
    return typeof value === 'string' ? escapeHtml(value) : value.map((one) => one.text).join('')
  })
  return new Html(parts.map((part, index) => `${part}${written[index] ?? ''}`).join(''))
}
