import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../platform/errors.ts'
import { Answer } from '../answer.ts'
import { pageHeaders } from '../security-headers.ts'
import { type Html, html } from './html.ts'
import { languageFor, type PageLanguage } from './words/words.ts'

interface FramedPage {
  /** Where the built console is: the page wears its tokens and fonts. */
  readonly folder: string
  readonly status: number
  readonly language: PageLanguage
  readonly title: string
  readonly content: Html
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers a page that is made here, in the frame that the console's build made for it. */
export async function framed({ folder, status, headers = {}, ...page }: FramedPage): Promise<Answer> {
  const text = fill(await readFrame(folder), page)
  const all = { ...pageHeaders, 'cache-control': 'no-cache', vary: 'accept-language', ...headers }
  return new Answer(status, text, all, 'text/html; charset=utf-8')
}

/** The language that is chosen, else the first of the browser's that the page speaks. */
export function languageOf(chosen: PageLanguage | undefined, accepted: string | string[] | undefined): PageLanguage {
  return chosen ?? languageFor(Array.isArray(accepted) ? accepted.join(',') : accepted)
}

/**
 * For a page with a form. Under the policy of other pages a browser would say of a form that it comes from nowhere
 * (`Origin: null`), and what comes from nowhere is refused.
 */
export const formHeaders = { 'referrer-policy': 'same-origin' } as const

async function readFrame(folder: string): Promise<string> {
  return readFile(join(folder, 'platform.html'), 'utf8').catch(() => {
    throw new AppError('unavailable', 'The page is being built; if this stays, run npm run build.')
  })
}

function fill(frame: string, { language, title, content }: Pick<FramedPage, 'language' | 'title' | 'content'>): string {
  return frame
    .replace('%language%', language)
    .replace('%title%', () => html`${title}`.text)
    .replace('%page%', () => content.text)
}
