import type { OutboundErrorClass } from './outbound-error.ts'

export interface OutboundRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A `host` given here is dropped: the URL alone names the host. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Ends the attempt without a result, when the product stops. */
  readonly signal?: AbortSignal
}

/** An answer of any status. Redirects are answers: they are never followed. */
export interface OutboundAnswer {
  readonly kind: 'answered'
  readonly status: number
  readonly headers: { readonly retryAfter: string | null; readonly webhookDelivery: string | null }
  /** What a log may show of the headers: the first of them, each of them shortened, none that sets cookies. */
  readonly answerHeaders?: Readonly<Record<string, string>>
  /** The beginning of the body, not decompressed. */
  readonly bodyText: string
  readonly bodyIsTruncated: boolean
  /** The peer; the latest connected one when the host has several. */
  readonly address?: string
  readonly durationMs: number
}

export interface OutboundFailure {
  readonly kind: 'failed'
  readonly errorClass: OutboundErrorClass
  readonly address?: string
  readonly durationMs: number
}

export type OutboundResult = OutboundAnswer | OutboundFailure
