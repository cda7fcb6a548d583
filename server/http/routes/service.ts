import { Type } from 'typebox'
import type { Metrics } from '../../platform/metrics.ts'
import { answer, rawAnswer } from '../answer.ts'
import type { ReadinessState } from '../readiness.ts'
import { defineRoute, type Route } from '../route.ts'
import { component } from '../schemas.ts'

const Liveness = component('Liveness', { status: Type.Literal('alive') })

const ReadinessReport = component('ReadinessReport', {
  status: Type.Unsafe<'ready' | 'not_ready'>({ type: 'string', enum: ['ready', 'not_ready'] }),
  checks: Type.Record(Type.String(), Type.String(), { description: 'Name of a check to `ok`, or why not.' }),
})

export interface ServiceParts {
  readonly metrics: Pick<Metrics, 'registry'>
  readonly probe: () => Promise<ReadinessState>
  /** The reference as JSON text. */
  readonly reference: () => string
}

const shared = { method: 'GET', tag: 'service', permission: 'public', load: 'service' } as const

/** What balancers, monitors and tools ask: is it alive, is it ready, its figures, its reference. */
export function serviceRoutes({ metrics, probe, reference }: ServiceParts): Route[] {
  return [
    defineRoute({
      ...shared,
      url: '/livez',
      operationId: 'getLiveness',
      summary: 'Whether the process turns at all',
      example: { answer: { status: 'alive' } },
      answers: { 200: Liveness },
      handle: () => ({ status: 'alive' as const }),
    }),
    defineRoute({
      ...shared,
      url: '/readyz',
      operationId: 'getReadiness',
      summary: 'Whether requests should be sent here',
      description: 'Asks the database and the rest for at most 500 ms and keeps what they said for one second.',
      example: { answer: { status: 'ready', checks: { database: 'ok', draining: 'ok', load: 'ok' } } },
      answers: { 200: ReadinessReport, 503: ReadinessReport },
      handle: async () => {
        const { isReady, checks } = await probe()
        return answer(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not_ready', checks })
      },
    }),
    defineRoute({
      ...shared,
      url: '/metrics',
      operationId: 'getMetrics',
      summary: 'Figures of this process for Prometheus',
      example: {},
      answers: { 200: null },
      alsoAnswers: ['text/plain'],
      handle: async () => rawAnswer(metrics.registry.contentType, await metrics.registry.metrics()),
    }),
    defineRoute({
      ...shared,
      url: '/openapi.json',
      operationId: 'getReference',
      summary: 'This reference (OpenAPI 3.1)',
      example: {},
      answers: { 200: Type.Record(Type.String(), Type.Unknown(), { description: 'An OpenAPI 3.1 document.' }) },
      handle: () => rawAnswer('application/json; charset=utf-8', reference()),
    }),
  ]
}
