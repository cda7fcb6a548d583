import { type Calendar, commonSpans, previewCalendar, type Span } from '../../core/calendars/index.ts'
import { type Shades, shadesOf } from '../../core/colours/index.ts'
import { classify, type WidgetField, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { findWidget } from '../chat/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

/** By language; `*` and else the first stand for those that have none of their own. */
type Wordings = Readonly<Record<string, string>>

/** What a page of a shop may know of a channel: all of it is public. */
export interface WidgetFacts {
  readonly key: string
  readonly title: Wordings
  readonly greeting: Wordings
  readonly colours: { readonly light: Shades; readonly dark: Shades } | null
  readonly form: readonly AskedField[]
  readonly away: 'message' | 'callback'
  readonly phone: string | null
  readonly privacyUrl: string | null
  /** There is something to read before one asks. */
  readonly hasArticles: boolean
  readonly isOpen: boolean
  /** When it closes, or opens again; null where that is not within a week. */
  readonly changesAt: string | null
  /** The days from today on, each with its open spans; null where it never closes. */
  readonly week: readonly WidgetDay[] | null
}

export type AskedField = Omit<WidgetField, 'label'> & { readonly label: Wordings }

export interface WidgetDay {
  /** The day at the channel's place, `2026-11-23`. */
  readonly date: string
  readonly open: readonly (readonly [from: string, to: string])[]
}

/** The surfaces that the chat is drawn on, by theme. */
const surfaces = { light: '#ffffff', dark: '#121417' }

type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>

/** The channel behind a key as its chat shows it now: for pages of any language, with the hours of its queue. */
export async function presentWidget(found: FoundWidget, key: string): Promise<WidgetFacts> {
  const { context, channel, widget } = found
  const workflow = await currentWorkflow(context)
  const now = context.now()
  const { color, title, greeting, form } = widget
  const look = workflow.document.channels[channel]?.widget
  return {
    key,
    title: title.size === 0 ? { '*': workflow.channels.get(channel)?.label ?? channel } : Object.fromEntries(title),
    greeting: Object.fromEntries(greeting),
    colours: color === null ? null : { light: shadesOf(color, surfaces.light), dark: shadesOf(color, surfaces.dark) },
    form: form.map((field) => ({ ...field, label: Object.fromEntries(field.label) })),
    away: widget.away,
    phone: look?.phone ?? null,
    privacyUrl: look?.privacyUrl ?? null,
    hasArticles: workflow.articles.size > 0,
    ...hoursOf([workflow.channels.get(channel)?.hours ?? null, queueHours(workflow, found, now)], now),
  }
}

/** The hours of the queue that such a chat enters; null = it is always open. */
function queueHours(workflow: WorkflowSnapshot, { channel, widget }: FoundWidget, now: number): Calendar | null {
  const { serviceLine } = widget
  const { queue } = classify(workflow, { channel, summary: '', language: null, serviceLine, kind: 'chat' }, now)
  return workflow.queues.get(queue)?.hours ?? null
}

const days = 8
const dayMs = 86_400_000

/** It is open while all of these are; null = always. */
function hoursOf(
  hours: readonly (Calendar | null)[],
  nowMs: number,
): Pick<WidgetFacts, 'isOpen' | 'changesAt' | 'week'> {
  const [first, ...others] = hours.filter((calendar) => calendar !== null && !calendar.isAlwaysOpen)
  if (first == null) return { isOpen: true, changesAt: null, week: null }
  const also = others.flatMap((calendar) => (calendar === null ? [] : [spansOf(calendar, nowMs)]))
  const week = previewCalendar(first, nowMs, days).map(({ date, open }) => ({
    date,
    open: also.reduce(commonSpans, open),
  }))
  const spans = week.flatMap(({ open }) => open)
  const present = spans.find(({ from, to }) => from <= nowMs && nowMs < to)
  const next = spans.find(({ from }) => from > nowMs)
  const changesAt = present?.to ?? next?.from
  return {
    isOpen: present !== undefined,
    changesAt: changesAt === undefined ? null : iso(changesAt),
    week: week.slice(0, 7).map(({ date, open }) => ({
      date,
      open: open.map(({ from, to }) => [iso(from), iso(to)] as const),
    })),
  }
}

/** Around the days shown: a day elsewhere begins before or after. */
function spansOf(calendar: Calendar, nowMs: number): readonly Span[] {
  return previewCalendar(calendar, nowMs - dayMs, days + 2).flatMap(({ open }) => open)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
