import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fireChatTimer } from '../modules/chat/index.ts'
import { createAutomationWorker } from '../jobs/automation-worker.ts'
import { createCaseTriggers } from '../jobs/case-triggers.ts'
import { auditChores, sealAll } from '../jobs/audit-sealing.ts'
import { createChoreWorker, standardChores } from '../jobs/chores.ts'
import { createDeliveryWorker } from '../jobs/delivery-worker.ts'
import { createFanOutWorker } from '../jobs/fan-out-worker.ts'
import { createMailSender } from '../jobs/mail-sender.ts'
import { createMailWriter } from '../jobs/mail-writer.ts'
import { createJobFigures } from '../jobs/job-figures.ts'
import { createSearchIndexer } from '../jobs/search-indexer.ts'
import { createTimerWorker, type TimerVerb } from '../jobs/timer-worker.ts'
import { within } from '../jobs/loop.ts'
import type { Worker } from '../jobs/worker.ts'
import { fireAutomationTimer } from '../modules/automations/index.ts'
import { fireBulkTimer } from '../modules/bulk/index.ts'
import { runCertification } from '../modules/partners/index.ts'
import { fireCaseTimer } from '../modules/cases/index.ts'
import { expirePresence, probeEndpoint } from '../modules/agents/index.ts'
import { outboundPolicy } from '../modules/deliveries/index.ts'
import type { EventFeed } from '../modules/events/index.ts'
import {
  fireCallbackTimer,
  fireSlaTimer,
  fireSnoozeTimer,
  fireStayTimer,
  fireWrapupTimer,
  requeueLostWork,
} from '../modules/handling/index.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Settings } from '../platform/config.ts'
import { createSmtpClient } from '../platform/smtp/index.ts'
import { createOutboundClient } from '../platform/outbound/index.ts'
import { relayOf, type ServiceCore } from './open-core.ts'

/** What each kind of timer does. */
const timerVerbs = {
  sla: fireSlaTimer,
  'agent.presence': expirePresence,
  'agent.endpoint': probeEndpoint,
  'agent.lost': requeueLostWork,
  callback: fireCallbackTimer,
  'chat.gone': fireChatTimer,
  'task.wrapup': fireWrapupTimer,
  case: fireCaseTimer,
  automation: fireAutomationTimer,
  'ticket.stay': fireStayTimer,
  'ticket.snooze': fireSnoozeTimer,
  bulk: fireBulkTimer,
}

export interface WorkerParts {
  readonly core: ServiceCore
  readonly settings: Pick<Settings, 'smtpServer'>
  /** Started before the loops and stopped after them. */
  readonly feed: EventFeed
  readonly log: Log
  readonly metrics: Metrics
}

/** Running loops of a role. */
export interface Workers {
  stop(limitMs: number): Promise<void>
}

/** Starts deliveries and mail and what fills them, search documents, timers, chores, automations and what opens cases by itself. */
export function openWorkers({ core, settings, feed, log, metrics }: WorkerParts): Workers {
  const { installation } = core
  const relay = relayOf(core)
  const figures = createJobFigures(metrics)
  const client = createOutboundClient({ policy: installation.memory.of(outboundPolicy) })
  // Its turns end within the lease of their timer, however an endpoint hangs.
  const rehearsing = createOutboundClient({ policy: installation.memory.of(outboundPolicy), totalTimeoutMs: 5_000 })
  const userAgent = `Switchyard/${productVersion()}`
  const certification: TimerVerb = (context, timer) =>
    runCertification(context, timer, { client: rehearsing, userAgent })
  const common = { installation, log, figures }
  const { smtpServer } = settings
  const smtp = smtpServer === null ? null : createSmtpClient({ server: smtpServer })
  const workers: Worker[] = [
    createDeliveryWorker({ ...common, relay, client, version: productVersion() }),
    createFanOutWorker({ ...common, relay, feed }),
    createSearchIndexer({ ...common, relay, feed }),
    createTimerWorker({ ...common, relay, verbs: { ...timerVerbs, certification } }),
    createCaseTriggers({ ...common, feed }),
    createAutomationWorker({ ...common, feed }),
    createMailWriter({ ...common, feed }),
    createMailSender({ ...common, relay, client: smtp }),
    createChoreWorker({ ...common, chores: [...standardChores, ...auditChores(log)] }),
  ]
  for (const worker of workers) worker.start()
  return {
    stop: async (limitMs) => {
      await Promise.all(workers.map((worker) => worker.stop(limitMs)))
      await Promise.all([client.close(), rehearsing.close()])
      await within(
        limitMs,
        sealAll(installation, log).catch(() => {}),
      )
    },
  }
}

/** The version of the product as its package says. */
export function productVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
