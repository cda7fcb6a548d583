import type { PlatformPage } from '../../modules/platform-page/index.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import type { Speech } from './speech.ts'

const laneIcons = ['grid', 'headset', 'shield'] as const

/** The three lanes, what each is for and what it does. */
export function lanes({ words: { lanes: words } }: Speech): Html {
  return html`<section class="sec wrap" id="lanes">
    <h2>${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <div class="lanes">
      ${words.list.map(
        ([title, text, points], index) =>
          html`<div class="lane">
            ${icon(laneIcons[index] ?? 'check', 'xl')}
            <h3>${title}</h3>
            <p>${text}</p>
            <ul>
              ${points.map((point) => html`<li>${icon('check')} ${point}</li>`)}
            </ul>
          </div>`,
      )}
    </div>
  </section>`
}

/** What happens by itself: how far it may go for the page's request, and rules that the workspace tells of. */
export function automations({ automation, request }: PlatformPage, { words }: Speech): Html {
  const { automations: said, does } = words
  const names = ['firstResponse', 'steps', 'guidance', 'classify'] as const
  return html`<section class="sec wrap" id="automation">
    <h2>${said.title}</h2>
    <p class="lead">${said.lead}</p>
    <div class="pair">
      <div>
        <h3>${said.controls} <span class="faint">${request.queue.label}</span></h3>
        <dl class="facts">
          ${names.map((name) => {
            const level = automation.controls[name]
            return html`<div>
              <dt>${does.controls[name]}</dt>
              <dd>${does.levels[level] ?? level}</dd>
            </div>`
          })}
        </dl>
      </div>
      ${examples(automation.examples, said.examples)}
    </div>
  </section>`
}

/** Nothing where the workspace tells of no rule. */
function examples(labels: readonly string[], title: string): Html | null {
  if (labels.length === 0) return null
  return html`<div>
    <h3>${title}</h3>
    <ul class="facts">
      ${labels.map((label) => html`<li>${icon('sparkle', 's t-accent')} ${label}</li>`)}
    </ul>
  </div>`
}
