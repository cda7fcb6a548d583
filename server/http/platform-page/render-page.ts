import type { PlatformPage } from '../../modules/platform-page/index.ts'
import { access, askAddress } from './access.ts'
import { capabilities } from './capabilities.ts'
import { checkpoints, contacts, foot } from './close.ts'
import { type Html, html } from './html.ts'
import { icon, iconSheet } from './icons.ts'
import { automations, lanes } from './lanes.ts'
import { pipeline } from './pipeline.ts'
import { setup } from './setup.ts'
import { type Speech, speechFor } from './speech.ts'
import { type PageLanguage, pageWords } from './words/words.ts'

/** The page of a workspace in one language; readable as it comes, without any script. */
export function renderPage(page: PlatformPage, language: PageLanguage, publicUrl: string): Html {
  const speech = speechFor(language, page.zone)
  return html`${iconSheet()}
    <a class="skip" href="#content">${speech.words.skip}</a>
    ${head(page, speech)}
    <main id="content" tabindex="-1">
      ${hero(page, speech)} ${pipeline(page, speech)} ${capabilities(page, speech)} ${access(page, speech)}
      ${lanes(speech)} ${automations(page, speech)} ${setup(page, speech, publicUrl)} ${checkpoints(page, speech)}
      ${contacts(page, speech)}
    </main>
    ${foot(page, speech)}`
}

/** Shown where no workspace has a page. */
export function renderUnknown(language: PageLanguage): Html {
  const { unknown } = pageWords[language]
  return html`${iconSheet()}
    <main class="wrap unknown" id="content">
      <span class="mark">${icon('logo')}</span>
      <h1>${unknown.title}</h1>
      <p>${unknown.text}</p>
      <p><a class="b lg" href="/">${unknown.home}</a></p>
    </main>`
}

function head(page: PlatformPage, speech: Speech): Html {
  const { nav, ask } = speech.words
  return html`<header class="nav">
    <nav class="wrap" aria-label="${nav.label}">
      <a class="brand" href="#content"><span class="mark">${icon('logo')}</span>Switchyard</a>
      <a class="opt" href="#workflow">${nav.workflow}</a>
      <a class="opt" href="#access">${nav.access}</a>
      <a class="opt" href="#lanes">${nav.lanes}</a>
      <a class="opt" href="#setup">${nav.setup}</a>
      <a class="opt" href="/docs">${nav.api}</a>
      <a class="push opt" href="/sign-in">${nav.signIn}</a>
      <a class="b solid" href="${askAddress(page, speech)}">${ask}</a>
    </nav>
  </header>`
}

function hero(page: PlatformPage, speech: Speech): Html {
  const { words } = speech
  return html`<section class="wrap hero">
    <p class="eyebrow">
      ${icon('check-circle', 's t-met')} ${words.inForce(page.version, speech.date(page.publishedAt))}
    </p>
    <h1>${speech.say(page.title)}</h1>
    <p class="sub">${speech.say(page.summary)}</p>
    <div class="cta">
      <a class="b main lg" href="${askAddress(page, speech)}">${words.ask}</a>
      <a class="b lg" href="#setup">${words.seeRequest} ${icon('arrow')}</a>
    </div>
  </section>`
}
