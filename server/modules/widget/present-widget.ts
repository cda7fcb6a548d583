import { type Calendar, previewCalendar } from '../../core/calendars/index.ts'
import { type Shades, shadesOf } from '../../core/colours/index.ts'
import type { FoundWidget } from './find-widget.ts'

/** What a page of a shop may know of a channel: all of it is public. */
export interface WidgetFacts {
  readonly key: string
  readonly name: string
  readonly colours: { readonly light: Shades; readonly dark: Shades } | null
  readonly languages: readonly string[]
  readonly serviceLines: readonly { readonly slug: string; readonly label: string }[]
  readonly form: Readonly<Record<'name' | 'email' | 'serviceLine' | 'language' | 'issue', Asked>>
  readonly phone: string | null
  readonly privacyUrl: string | null
  readonly isOpen: boolean
  /** When it closes, or opens again; null where that is not within a week. */
  readonly changesAt: string | null
  /** The days from today on, each with its open spans; null where it never closes. */
  readonly week: readonly WidgetDay[] | null
}

export interface WidgetDay {
  /** The day at the channel's place, `2026-11-23`. */
  readonly date: string
  readonly open: readonly (readonly [from: string, to: string])[]
}

type Asked = 'required' | 'optional' | 'off'

/** The surfaces that the chat is drawn on, by theme. */
const surfaces = { light: '#ffffff', dark: '#121417' }
const asked = { name: 'optional', email: 'required', serviceLine: 'off', language: 'off', issue: 'required' } as const

/** The channel as its chat shows it at this instant. */
export function presentWidget({ key, channel, widget, workflow }: FoundWidget, nowMs: number): WidgetFacts {
  const { colour, calendar: hours } = widget
  const calendar = hours === undefined ? null : (workflow.calendars.get(hours) ?? null)
  const lines = widget.serviceLines ?? [...workflow.serviceLines.keys()]
  return {
    key,
    name: widget.name ?? workflow.channels.get(channel)?.label ?? channel,
    colours:
      colour === undefined ? null : { light: shadesOf(colour, surfaces.light), dark: shadesOf(colour, surfaces.dark) },
    languages: [...workflow.languages],
    serviceLines: lines.map((slug) => ({ slug, label: workflow.serviceLines.get(slug)?.label ?? slug })),
    form: { ...asked, ...widget.form },
    phone: widget.phone ?? null,
    privacyUrl: widget.privacyUrl ?? null,
    ...hoursOf(calendar, nowMs),
  }
}

const days = 8

function hoursOf(calendar: Calendar | null, nowMs: number): Pick<WidgetFacts, 'isOpen' | 'changesAt' | 'week'> {
  if (calendar === null || calendar.isAlwaysOpen) return { isOpen: true, changesAt: null, week: null }
  const week = previewCalendar(calendar, nowMs, days)
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

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
