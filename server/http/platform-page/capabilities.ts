import type { PlatformPage, SampleAgent } from '../../modules/platform-page/index.ts'
import { type Content, type Html, html } from './html.ts'
import { icon } from './icons.ts'
import type { Speech } from './speech.ts'

const reportDays = 30

/** What it does: routing, cases, automation and reporting, each with a piece of what is in force. */
export function capabilities(page: PlatformPage, speech: Speech): Html {
  const { does } = speech.words
  return html`<section class="sec wrap">
    <h2>${does.title}</h2>
    <p class="lead">${does.lead}</p>
    <div class="caps">
      ${capability(does.routing, routing(page, speech))} ${capability(does.cases, cases(page, speech))}
      ${capability(does.automation, automation(page, speech))} ${capability(does.reporting, reporting(page, speech))}
    </div>
  </section>`
}

function capability([title, text]: readonly [string, string], fragment: Content): Html {
  return html`<div class="cap">
    <h3>${title}</h3>
    <p>${text}</p>
    <div class="frag">${fragment}</div>
  </div>`
}

function routing({ request }: PlatformPage, speech: Speech): Content {
  const { does } = speech.words
  const agents = request.agents.map(
    (agent) =>
      html`<li class="row">
        ${agent.qualifies ? icon('check-circle', 's t-met') : icon('minus', 's faint')}
        <span class="${agent.qualifies ? 'strong' : ''}">${agent.name}</span>
        <span class="faint">${judgement(agent, speech)}</span>
      </li>`,
  )
  return html`<ul class="rows">
      ${agents}
    </ul>
    <p class="faint note">${request.queue.label}: ${does.example}</p>`
}

function judgement({ qualifies, lacks }: SampleAgent, { words: { does }, languageName }: Speech): string {
  if (qualifies || lacks === null) return does.qualifies
  if ('language' in lacks) return does.lacksLanguage(languageName(lacks.language))
  return does.lacksLevel(lacks.skill, lacks.level, lacks.asked)
}

function cases({ cases: shown }: PlatformPage, speech: Speech): Content {
  const { does } = speech.words
  if (shown === null) return html`<div class="row">${icon('four-eyes', 't-accent')} ${does.answered}</div>`
  const due = shown.dueMs === null ? null : html`<span class="push faint">${does.due(speech.span(shown.dueMs))}</span>`
  return html`<div class="row">${icon('shield', 's')} <span class="strong">${shown.label}</span> ${due}</div>
    <ul class="rows">
      ${shown.checks.map(
        (check) =>
          html`<li class="row">
            ${icon('check-circle', 's faint')} ${check} <span class="push chip">${does.answered}</span>
          </li>`,
      )}
    </ul>`
}

function automation({ automation: { controls } }: PlatformPage, { words: { does } }: Speech): Content {
  const names = ['firstResponse', 'steps', 'guidance', 'classify'] as const
  return html`<ul class="rows">
    ${names.map((name) => {
      const level = controls[name]
      const sign = level === 'off' ? icon('minus', 's faint') : icon('sparkle', 's t-accent')
      return html`<li class="row">
        ${sign} ${does.controls[name]} <span class="push faint">${does.levels[level] ?? level}</span>
      </li>`
    })}
  </ul>`
}

/** Promises kept, between what they truly lie, and what they are counted from. */
export function reporting({ firstResponse }: Pick<PlatformPage, 'firstResponse'>, speech: Speech): Content {
  const { does } = speech.words
  if (firstResponse === null) return html`<p class="faint">${does.closed}</p>`
  const { attainment, interval, judged, excluded } = firstResponse
  if (attainment === null || interval === null) return html`<p class="faint">${does.noFigures}</p>`
  return html`<div class="row">${does.onTime} <b class="push figure num">${speech.share(attainment)}</b></div>
    <svg class="meter" aria-hidden="true">
      <rect class="all" width="100%" height="6" rx="3" />
      <rect class="part" width="${(attainment * 100).toFixed(1)}%" height="6" rx="3" />
    </svg>
    <p class="faint note num">
      ${does.judged(speech.count(judged), speech.count(excluded), reportDays)}<br />${does.interval(
        speech.share(interval.low),
        speech.share(interval.high),
      )}
    </p>`
}
