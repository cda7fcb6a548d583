import type { PlatformPage, QueueOfPage, ShownRequest } from '../../modules/platform-page/index.ts'
import { type Html, html } from './html.ts'
import { icon, type IconName } from './icons.ts'
import type { Speech } from './speech.ts'

interface Source {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly isHot: boolean
}

const outputIcons = ['check-circle', 'send', 'shield', 'chart'] as const
const mostChannels = 6
const mostBlocks = 10

/** Customer request, service platform, resolution output: drawn from the published workflow. */
export function pipeline(page: PlatformPage, speech: Speech): Html {
  const { words } = speech
  const sources = sourcesOf(page, speech)
  const hot = sources.findIndex(({ isHot }) => isHot)
  return html`<section class="wrap" aria-label="${words.pipeline}">
    <div class="pipe" id="workflow">
      <div>
        <h2>${words.request}</h2>
        <ul class="col">
          ${sources.map((source) => place(source.icon, source.title, source.text))}
        </ul>
      </div>
      <div class="gap">${tracks(sources.length, hot, 'in')}</div>
      <div class="mid">
        <h2>${words.platform}</h2>
        ${platform(page, speech)}
      </div>
      <div class="gap">${tracks(words.outputs.length, 0, 'out')}</div>
      <div>
        <h2>${words.output}</h2>
        <ul class="col">
          ${words.outputs.map(([title, text], index) => place(outputIcons[index] ?? 'check', title, text))}
        </ul>
      </div>
    </div>
  </section>`
}

function sourcesOf({ channels, request, hasOrderSupport }: PlatformPage, { words }: Speech): Source[] {
  const shown = channels.slice(0, mostChannels).map(({ slug, label, kind }): Source => {
    const use = useOf(slug, kind)
    return { icon: sourceIcons[use], title: label, text: words.sources[use], isHot: slug === request.channel }
  })
  const [title, text] = words.orders
  return hasOrderSupport ? [...shown, { icon: 'bag', title, text, isHot: false }] : shown
}

type Use = keyof Speech['words']['sources']

const sourceIcons: Readonly<Record<Use, IconName>> = {
  call: 'phone',
  chat: 'chat',
  ticket: 'ticket',
  email: 'mail',
  api: 'send',
  partner: 'plug',
}

/** Channels without live talk are told apart by the names that are usual for them. */
function useOf(slug: string, kind: string): Use {
  if (kind === 'call' || kind === 'chat') return kind
  return slug === 'email' || slug === 'api' || slug === 'partner' ? slug : 'ticket'
}

function place(name: IconName, title: string, text: string): Html {
  return html`<li class="src">
    ${icon(name, 'l')}<span><b>${title}</b><small>${text}</small></span>
  </li>`
}

/** Lines that meet at the platform's own track; the one that is followed below is drawn last and in colour. */
function tracks(count: number, hot: number, side: 'in' | 'out'): Html {
  const track = 14
  const middle = (index: number) => ((index + 0.5) * 100) / count
  const path = (index: number) => {
    const [from, to] = side === 'in' ? [middle(index), track] : [track, middle(index)]
    return `M0 ${from.toFixed(1)}h16C60 ${from.toFixed(1)} 32 ${to.toFixed(1)} 76 ${to.toFixed(1)}h16`
  }
  const indexes = Array.from({ length: count }, (_, index) => index)
  const ordered = [...indexes.filter((index) => index !== hot), ...indexes.filter((index) => index === hot)]
  return html`<svg class="tracks" viewBox="0 0 92 100" preserveAspectRatio="none" aria-hidden="true">
    ${ordered.map((index) => html`<path${index === hot ? html` class="hot"` : null} d="${path(index)}" vector-effect="non-scaling-stroke" />`)}
  </svg>`
}

function platform({ workspace, queues, request, readAt }: PlatformPage, speech: Speech): Html {
  const { words, count } = speech
  const counted = queues.flatMap(({ figures }) => figures ?? [])
  const total = (key: 'waiting' | 'active') => count(counted.reduce((sum, one) => sum + one[key], 0))
  const figures =
    counted.length === 0
      ? null
      : html`<span class="push num" title="${words.asOf(speech.time(readAt))}"
          >${words.counts(total('waiting'), total('active'))}</span
        >`
  return html`<div class="plat">
    <p class="ph"><span class="live"></span> ${workspace.slug} ${figures}</p>
    <ol class="sts">
      ${words.steps.map(([title, text]) => html`<li><b>${title}</b>${text}</li>`)}
    </ol>
    <ul class="qs">
      ${queues.map((queue) => queueLine(queue, request, speech))}
    </ul>
    ${played(request, speech)}
  </div>`
}

/** A queue's track with a block for each task that waits, as far as they fit, and one for the request below. */
function queueLine({ slug, label, figures }: QueueOfPage, request: ShownRequest, { words, count }: Speech): Html {
  const waiting = Math.min(figures?.waiting ?? 0, mostBlocks)
  const blocks = Array.from({ length: waiting }, (_, index) => index)
  const isAsked = slug === request.queue.slug
  return html`<li class="q">
    <span class="clip">${label}</span>
    <svg class="ln" aria-hidden="true">
      <line x1="0" y1="5" x2="100%" y2="5" />
      ${blocks.map((index) => html`<rect x="${2 + index * 8}%" y="0" width="14" height="10" rx="3" />`)}
      ${isAsked ? html`<rect class="hot" x="90%" y="0" width="14" height="10" rx="3" />` : null}
    </svg>
    ${
      figures === null
        ? html`<span></span>`
        : html`<span class="num"
            ><span aria-hidden="true">${count(figures.waiting)}</span
            ><span class="sr">${words.waitingIn(label, count(figures.waiting))}</span></span
          >`
    }
  </li>`
}

/** What becomes of the page's own request, by the rules in force. */
function played({ body, queue, skills, languages, rules, firstResponse }: ShownRequest, speech: Speech): Html {
  const { words } = speech
  const [what, where] = words.played(body['issueSummary'] ?? '', queue.label)
  const needs = Object.entries(skills).map(([name, level]) => words.skill(name, level))
  const spoken = languages.map((tag) => speech.languageName(tag))
  return html`<div class="say">
    <span class="mark small">${icon('arrow', 's')}</span>
    <p>
      <b>${what}</b>${where} ${words.byRules(rules)}
      ${needs.length + spoken.length === 0 ? null : words.needs(needs, spoken)}
      ${firstResponse === null ? null : words.firstReply(speech.span(firstResponse.targetMs))}
    </p>
  </div>`
}
