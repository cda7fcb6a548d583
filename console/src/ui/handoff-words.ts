import { t, wordFor } from './words/words.ts'

interface Step {
  readonly code: string
  readonly text: string
}

const reachesOf = (text: string) =>
  text
    .split(', ')
    .map((reach) => wordFor('handoff.reach', reach))
    .join(', ')

/** One step of a decision in the reader's words; one that is not known here stays as it was written. */
export function stepWords({ code, text }: Step): string {
  switch (code) {
    case 'no_order':
      return t('handoff.step.no_order')
    case 'late': {
      const length = /^late by (.+) ->/.exec(text)?.[1]
      return length === undefined ? t('handoff.step.lateAlways') : t('handoff.step.late', { length })
    }
    case 'configured':
      return text.startsWith('STORE') ? t('handoff.step.store') : t('handoff.step.general')
    case 'order_time_unknown':
      return t('handoff.step.order_time_unknown')
    case 'internal':
      return t('handoff.step.internal')
    case 'no_subscriber': {
      const [, type = '', sought = ''] = /^No (\w+) subscription for (.+):/.exec(text) ?? []
      return type === '' ? text : t('handoff.step.no_subscriber', { type, sought: reachesOf(sought) })
    }
    case 'no_store_subscriber': {
      const sought = /^No STORE subscription for (.+) ->/.exec(text)?.[1]
      return sought === undefined ? text : t('handoff.step.no_store_subscriber', { sought: reachesOf(sought) })
    }
    case 'own_submission':
      return t('handoff.step.own_submission', { partner: /^Raised by (.+) itself:/.exec(text)?.[1] ?? '' })
    case 'forwarded': {
      const [, partner = '', reach = ''] = /^Forwarded to (.+), subscribed for the (\w+)$/.exec(text) ?? []
      return partner === '' ? text : t('handoff.step.forwarded', { partner, reach: reachesOf(reach) })
    }
    case 'endpoint_failing':
      return t('handoff.step.endpoint_failing')
    default:
      return text
  }
}
