import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import type { Finding } from './finding.ts'
import { doubt, fault } from './finding.ts'

const leastAbsenceMs = 60_000
const mostAbsenceMs = 7 * 86_400_000

/** Hours and absences of what is no chat, and absences in which nobody could show a sign of life. */
export function lintChatChannels({ channels }: WorkflowDocument): readonly Finding[] {
  return Object.entries(channels).flatMap(([slug, { kind = 'ticket', hours, absence }]): Finding[] => {
    if (kind !== 'chat')
      return Object.entries({ hours, absence }).flatMap(([name, value]) =>
        value === undefined
          ? []
          : [fault('widget_kind', ['channels', slug, name], `Only a channel of the kind chat has ${name}.`)],
      )
    const ms = durationMs(absence ?? '')
    if (ms === null || (ms >= leastAbsenceMs && ms <= mostAbsenceMs)) return []
    return [
      fault(
        'out_of_range',
        ['channels', slug, 'absence'],
        'An absence lasts a minute at least and seven days at most.',
      ),
    ]
  })
}

/** Pages that could open no chat, questions that could not be told apart, and choices that nobody can make. */
export function lintWidgets({ channels }: WorkflowDocument): readonly Finding[] {
  return Object.entries(channels).flatMap(([slug, { kind = 'ticket', widget }]): Finding[] => {
    if (widget === undefined) return []
    const at = ['channels', slug, 'widget']
    const { form = [], origins } = widget
    const names = form.map(({ name }) => name)
    const findings = form.flatMap(({ name, type, choices }, index): Finding[] => {
      const place = [...at, 'form', index]
      if (names.indexOf(name) !== index) return [fault('duplicate_name', place, `"${name}" is asked for twice.`)]
      const hasChoices = choices !== undefined
      const isChoice = type === 'choice' || (type === undefined && hasChoices)
      if (isChoice !== hasChoices)
        return [fault('form_choices', place, 'A question of the type choice has choices, and no other has.')]
      return []
    })
    if (kind !== 'chat') findings.push(fault('widget_kind', at, 'Only a channel of the kind chat has a widget.'))
    if (origins.length === 0)
      findings.push(doubt('widget_without_origin', [...at, 'origins'], 'No page but our own may open a chat here.'))
    return findings
  })
}
