import type { Contact, PlatformPage } from '../../modules/platform-page/index.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import type { Speech } from './speech.ts'
import { pageLanguages } from './words/words.ts'

/** What is asked of a workflow before it is relied on, and the notes of those who run it. */
export function checkpoints({ checkpoints: shown, tests, sections }: PlatformPage, speech: Speech): Html | null {
  const { checkpoints: words } = speech.words
  if (shown.length === 0 && sections.length === 0) return null
  const rows = shown.map(
    ({ name, question }) => html`<li>${icon('circle')}<b>${words.names[name] ?? name}</b><span>${question}</span></li>`,
  )
  const passed =
    tests.total === 0
      ? null
      : html`<p class="tests">${icon('check', 't-met')} ${words.tests(tests.passed, tests.total)}</p>`
  const notes = sections.map(
    ({ title, body }) =>
      html`<div>
        <h4>${speech.say(title)}</h4>
        <p>${speech.say(body)}</p>
      </div>`,
  )
  return html`<section class="sec wrap" id="checkpoints">
    <h2>${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${
      rows.length === 0
        ? null
        : html`<ol class="cpl">
            ${rows}
          </ol>`
    }
    ${passed}
    ${
      notes.length === 0
        ? null
        : html`<div class="notes">
            <h3>${words.notes}</h3>
            <div>${notes}</div>
          </div>`
    }
  </section>`
}

/** Who answers questions, reviews requests and helps to begin. */
export function contacts({ contacts: shown }: PlatformPage, speech: Speech): Html | null {
  if (shown.length === 0) return null
  return html`<section class="end" id="contact">
    <div class="wrap cts">
      <h2>${speech.words.contacts.title}</h2>
      ${shown.map((one) => contact(one, speech))}
    </div>
  </section>`
}

function contact({ name, email, phone, note }: Contact, { say }: Speech): Html {
  const mail = email === null ? null : html`<a href="mailto:${email}">${email}</a><br />`
  const call = phone === null ? null : html`<a href="tel:${phone.replaceAll(/[^+\d]/g, '')}">${phone}</a><br />`
  return html`<div>
    <b>${icon(email === null ? 'phone' : 'mail')} ${say(name)}</b>
    <p>${mail}${call}${say(note)}</p>
  </div>`
}

/** The end of the page: links that lead somewhere, and the page in the other languages. */
export function foot({ version, chatKey, workspace }: PlatformPage, { words, language }: Speech): Html {
  const names = { en: 'English', es: 'Español', pt: 'Português' } as const
  const base = `/platform?workspace=${workspace.slug}`
  const languages = pageLanguages.map((one) =>
    one === language
      ? html`<span aria-current="true">${names[one]}</span>`
      : html`<a href="${base}&amp;lang=${one}" hreflang="${one}" lang="${one}">${names[one]}</a>`,
  )
  const demo =
    chatKey === null ? null : html`<a href="/widget/demo?channel=${encodeURIComponent(chatKey)}">${words.foot.demo}</a>`
  return html`<footer class="foot">
    <div class="wrap">
      <span>${words.foot.source}</span>
      <span class="push">${words.foot.workflow(version)}</span>
      <a href="/sign-in">${words.nav.signIn}</a>
      <a href="/docs">${words.foot.reference}</a>
      <a href="/openapi.json">${words.foot.openapi}</a>
      ${demo}
      <nav class="langs" aria-label="${words.foot.languages}">${languages}</nav>
    </div>
  </footer>`
}
