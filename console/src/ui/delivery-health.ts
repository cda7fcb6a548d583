import type { DeliveryAttempt, Webhook } from '@switchyard/sdk'

export type Tone = 'met' | 'near' | 'breach' | 'paused'

/** The share of the latest deliveries that arrived; null before the first one. */
export function deliveredShare({ health }: Pick<Webhook, 'health'>): number | null {
  return health.deliveries === 0 ? null : health.delivered / health.deliveries
}

/** Mean attempts of the latest deliveries, to one figure after the point; null before the first one. */
export function attemptsEach({ health }: Pick<Webhook, 'health'>): number | null {
  return health.deliveries === 0 ? null : Math.round((health.attempts / health.deliveries) * 10) / 10
}

/** How an endpoint looks: failing, disabled, or by what arrived of the latest deliveries. */
export function toneOf(webhook: Pick<Webhook, 'status' | 'disabledReason' | 'health'>): Tone {
  if (webhook.status === 'disabled') return webhook.disabledReason === 'manual' ? 'paused' : 'breach'
  if (webhook.status === 'degraded') return 'breach'
  const share = deliveredShare(webhook)
  return share === null || share >= 0.99 ? 'met' : share >= 0.9 ? 'near' : 'breach'
}

/** What an attempt came to, as a tone. */
export function attemptTone({ status }: Pick<DeliveryAttempt, 'status'>): Tone {
  return status !== null && status >= 200 && status < 300 ? 'met' : 'breach'
}

/** The host of an address, with its port where it has one. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** What comes after the host. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return ''
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** JSON set out over lines; any other text as it is. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
