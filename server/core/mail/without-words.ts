import { bodyText, headerText, markup } from './mail-text.ts'
import type { WrittenMail } from './render-mail.ts'

/** A shorter text is a common word, and is taken out only where a message stands alone. */
const leastLetters = 8
const longestSummary = 120

/** A written mail without what somebody said, in each of the ways that mails write it; the same when it has none of it. */
export function withoutWords({ subject, text, html }: WrittenMail, said: string): WrittenMail {
  const body = bodyText(said)
  const inHtml = body.split('\n').map((line) => markup`${line}`.text)
  const line = headerText(said, longestSummary)
  const isTelling = line.length >= leastLetters
  const cut = (from: string, forms: readonly string[]) =>
    forms.reduce((left, form) => (form.trim() === '' ? left : left.replaceAll(form, '')), from)
  const alone = (from: string, before: string, form: string, after: string) =>
    form.trim() === '' ? from : from.replaceAll(`${before}${form}${after}`, `${before}…${after}`)
  return {
    subject: isTelling ? cut(subject, [line]) : subject,
    text: cut(alone(text, '\n', body, '\n\n'), isTelling ? [body, line] : []),
    html: cut(
      alone(html, '>', inHtml.join('<br>'), '</blockquote>'),
      isTelling ? [inHtml.join('<br>'), markup`${line}`.text] : [],
    ),
  }
}
