import { createHash } from 'node:crypto'
import { html, raw } from '../platform-page/html.ts'
import { drawnIcon } from '../platform-page/icons.ts'
import { languageFor } from '../platform-page/words/words.ts'
import type { Problem } from '../problem.ts'
import { type RefusalKind, refusalWords } from './words.ts'

/** Whole as it comes: whoever is refused for too much to do must not have to ask for a style sheet. */
const style = `
:root{color-scheme:light dark;--canvas:#f5f6f8;--line:#e2e4e7;--raised:#ffffff;--hover:#eff1f3;--ink:#161920;
--ink-2:#454952;--ink-3:#61666e;--solid:#1b1e25;--on-solid:#ffffff;--focus:#4a64e7}
@media (prefers-color-scheme:dark){:root{--canvas:#0c0d0f;--line:#24262a;--raised:#1a1c20;--hover:#191b1f;--ink:#eceef0;
--ink-2:#b2b5bb;--ink-3:#8d9198;--solid:#eceef0;--on-solid:#0c0d0f;--focus:#7e96fb}}
body{margin:0;background:var(--canvas);color:var(--ink);font:400 14px/22px Inter,system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans",sans-serif}
main{box-sizing:border-box;max-width:640px;margin:0 auto;padding:96px 20px}
.mark{display:grid;place-items:center;width:28px;height:28px;border-radius:8px;color:var(--on-solid);
background:var(--solid)}
svg{width:16px;height:16px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
h1{margin:24px 0 8px;font-size:28px;line-height:34px;font-weight:600;text-wrap:balance}
p{margin:0;color:var(--ink-2)}
.verb{margin:24px 0}
a{display:inline-flex;align-items:center;min-height:44px;padding:0 16px;border:1px solid var(--line);border-radius:6px;
background:var(--raised);color:var(--ink);font-weight:550;text-decoration:none}
a:hover{background:var(--hover)}
a:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.id{color:var(--ink-3);font-size:12px;line-height:16px;overflow-wrap:anywhere}
code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
`

/** In one piece, for the policy names its every letter. */
const styleElement = raw(`<style>${style}</style>`)

/** Nothing runs, and nothing is asked for. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  vary: 'accept, accept-language',
}

/** A refusal as a page in the reader's language: what is the matter, when it is worth trying again, the request's id. */
export function renderRefusal(problem: Problem, acceptLanguage: string | undefined) {
  const language = languageFor(acceptLanguage)
  const words = refusalWords[language]
  const { title, text } = words[kindOf(problem)]
  const seconds = problem['retryAfterSeconds']
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <main>
          <span class="mark">${drawnIcon('logo')}</span>
          <h1>${title}</h1>
          <p>${text} ${typeof seconds === 'number' ? words.wait(seconds) : null}</p>
          ${problem.status < 500 && problem.status !== 429 ? null : html`<p class="verb"><a href="">${words.again}</a></p>`}
          <p class="id">${words.request} <code>${problem.requestId}</code></p>
        </main>
      </body>
    </html>`
  return { mediaType: 'text/html; charset=utf-8', headers, body: page.text }
}

function kindOf({ code, status }: Problem): RefusalKind {
  if (code === 'overloaded') return 'busy'
  if (code === 'unavailable') return 'away'
  if (status === 429) return 'tooOften'
  if (status === 404) return 'missing'
  return status < 500 ? 'refused' : 'failed'
}
