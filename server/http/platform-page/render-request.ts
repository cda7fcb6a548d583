import type { AccessRequestState } from '../../modules/access-requests/index.ts'
import type { PlatformPage } from '../../modules/platform-page/index.ts'
import { type Content, type Html, html } from './html.ts'
import { icon, iconSheet } from './icons.ts'
import { type FilledForm, requestForm, requestStates } from './request-form.ts'
import { speechFor } from './speech.ts'
import { requestWords } from './words/request-words.ts'
import type { PageLanguage } from './words/words.ts'

/** The form once more, with what was written and what is missing. */
export function renderRefusedRequest(page: PlatformPage, language: PageLanguage, filled: FilledForm): Html {
  const words = requestWords[language]
  return alone(
    { page: pageAddress(page.workspace.slug, language), back: words.back },
    html`<h1>${words.refusedTitle}</h1>
      <ul class="refusals" role="alert">
        ${[...filled.refused].map((field) => html`<li>${words.refused[field]}</li>`)}
      </ul>
      ${requestForm(page, speechFor(language, page.zone), filled)}`,
  )
}

/** How a request stands, for who asked. Instants in epoch ms; `zone` is the workspace's. */
export interface StandingRequest {
  readonly state: AccessRequestState
  readonly createdAt: number
  readonly decidedAt: number | null
  readonly workspace: string
  readonly zone: string
}

/** Where whoever asked comes to after sending the form, and comes back to later. */
export function renderStanding(standing: StandingRequest, language: PageLanguage): Html {
  const words = requestWords[language]
  const { state, createdAt, decidedAt, workspace, zone } = standing
  const speech = speechFor(language, zone)
  const [title, text] = words.standing[state]
  const sign = {
    submitted: icon('four-eyes', 't-accent'),
    approved: icon('check-circle', 't-met'),
    rejected: icon('minus'),
  }
  return alone(
    { page: pageAddress(workspace, language), back: words.back },
    html`<h1>${sign[state]} ${title}</h1>
      <p>${text}</p>
      <p class="faint num">
        ${words.sentOn(speech.date(createdAt))}${decidedAt === null ? null : html` · ${words.decidedOn(speech.date(decidedAt))}`}
      </p>
      <h2>${words.statesTitle}</h2>
      ${requestStates(words, state === 'submitted' ? 1 : 2)}
      <p class="faint">${words.keep}</p>`,
  )
}

function alone({ page, back }: { page: string; back: string }, content: Content): Html {
  return html`${iconSheet()}
    <main class="wrap alone" id="content">
      <a class="brand" href="${page}"><span class="mark">${icon('logo')}</span>Switchyard</a>
      ${content}
      <p><a class="b lg" href="${page}">${back}</a></p>
    </main>`
}

function pageAddress(workspace: string, language: PageLanguage): string {
  return `/platform?workspace=${encodeURIComponent(workspace)}&lang=${language}`
}
