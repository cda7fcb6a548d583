import { join } from 'node:path'
import { createApp } from '../http/app.ts'
import { isOwnOrigin } from '../http/authentication.ts'
import { accessRequestRoutes } from '../http/routes/access-requests.ts'
import { agentRoutes } from '../http/routes/agents.ts'
import { automationRoutes } from '../http/routes/automations.ts'
import { caseActionRoutes } from '../http/routes/case-actions.ts'
import { caseRoutes } from '../http/routes/cases.ts'
import { auditRoutes } from '../http/routes/audit.ts'
import { callRoutes } from '../http/routes/calls.ts'
import { chatEndRoutes } from '../http/routes/chat-ends.ts'
import { chatMessageRoutes } from '../http/routes/chat-messages.ts'
import { chatRoutes } from '../http/routes/chats.ts'
import { customerHistoryRoutes } from '../http/routes/customer-history.ts'
import { customerMergingRoutes } from '../http/routes/customer-merging.ts'
import { customerPrivacyRoutes } from '../http/routes/customer-privacy.ts'
import { customerRoutes } from '../http/routes/customers.ts'
import { decisionRoutes } from '../http/routes/decisions.ts'
import { deliveryRoutes } from '../http/routes/deliveries.ts'
import { webhookRoutes } from '../http/routes/webhooks.ts'
import { fileRoutes } from '../http/routes/files.ts'
import { eventRoutes } from '../http/routes/events.ts'
import { macroRoutes } from '../http/routes/macros.ts'
import { meRoutes } from '../http/routes/me.ts'
import { memberRoutes } from '../http/routes/members.ts'
import { noticeRoutes } from '../http/routes/notices.ts'
import { offerRoutes } from '../http/routes/offers.ts'
import { marketRoutes } from '../http/routes/markets.ts'
import { orderRoutes } from '../http/routes/orders.ts'
import { certificationRoutes } from '../http/routes/certification.ts'
import { partnerRoutes } from '../http/routes/partners.ts'
import { platformPageRoutes } from '../http/routes/platform-page.ts'
import { partnerSideRoutes } from '../http/routes/partner-side.ts'
import { storeRoutes } from '../http/routes/stores.ts'
import { supportRequestRoutes } from '../http/routes/support-requests.ts'
import { outboxRoutes } from '../http/routes/outbox.ts'
import { queueRoutes } from '../http/routes/queues.ts'
import { searchRoutes } from '../http/routes/search.ts'
import { sessionRoutes } from '../http/routes/sessions.ts'
import type { SignInService } from '../http/routes/sessions-sign-in.ts'
import { consultRoutes } from '../http/routes/consults.ts'
import { monitorRoutes } from '../http/routes/monitors.ts'
import { taskMoveRoutes } from '../http/routes/task-moves.ts'
import { taskRoutes } from '../http/routes/tasks.ts'
import { supportPairRoutes } from '../http/routes/support-pair.ts'
import { supportRoutes } from '../http/routes/support.ts'
import { ticketActionRoutes } from '../http/routes/ticket-actions.ts'
import { messageRedactionRoutes } from '../http/routes/message-redaction.ts'
import { ticketSnoozeRoutes } from '../http/routes/ticket-snooze.ts'
import { ticketMergingRoutes } from '../http/routes/ticket-merging.ts'
import { ticketSuggestionRoutes } from '../http/routes/ticket-suggestions.ts'
import { ticketClockRoutes } from '../http/routes/ticket-clocks.ts'
import { ticketHistoryRoutes } from '../http/routes/ticket-history.ts'
import { ticketRoutes } from '../http/routes/tickets.ts'
import { bulkRoutes } from '../http/routes/bulk.ts'
import { mentionRoutes } from '../http/routes/mentions.ts'
import { catalogueRoutes } from '../http/routes/catalogue.ts'
import { statusRoutes } from '../http/routes/statuses.ts'
import { ticketChecklistRoutes } from '../http/routes/ticket-checklist.ts'
import { ticketDraftRoutes } from '../http/routes/ticket-drafts.ts'
import { ticketFollowerRoutes } from '../http/routes/ticket-followers.ts'
import { tokenRoutes } from '../http/routes/tokens.ts'
import { viewRoutes } from '../http/routes/views.ts'
import { clockPreviewRoutes } from '../http/routes/clock-preview.ts'
import { portalPageRoutes } from '../http/routes/portal-pages.ts'
import { type PortalService, portalSessionRoutes } from '../http/routes/portal-sessions.ts'
import { portalTicketRoutes } from '../http/routes/portal-tickets.ts'
import { ticketRatingRoutes } from '../http/routes/ticket-rating.ts'
import { dryRunRoutes } from '../http/routes/workflow-dry-run.ts'
import { widgetArticleRoutes } from '../http/routes/widget-articles.ts'
import { widgetPageRoutes } from '../http/routes/widget-pages.ts'
import { widgetRoutes } from '../http/routes/widget.ts'
import { workflowRolloutRoutes } from '../http/routes/workflow-rollout.ts'
import { workflowRoutes } from '../http/routes/workflow.ts'
import { workspaceRoutes } from '../http/routes/workspaces.ts'
import type { Route } from '../http/route.ts'
import { authenticateSession, authenticateToken } from '../modules/access/index.ts'
import { outboundPolicy } from '../modules/deliveries/index.ts'
import type { EventFeed } from '../modules/events/index.ts'
import type { Settings } from '../platform/config.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { checkUrl } from '../platform/outbound/index.ts'
import { createSmtpClient } from '../platform/smtp/index.ts'
import { createReportWarmer } from '../jobs/report-warmer.ts'
import { createChatHub } from '../realtime/chats/chat-hub.ts'
import { createRealtimeHub } from '../realtime/realtime-hub.ts'
import { qualityRoutes } from './quality-routes.ts'
import { closeServer } from './close-server.ts'
import { drainLimitMs } from './drain-limit.ts'
import type { ServiceCore } from './open-core.ts'
import { mailSignInLinks } from './mail-sign-in-links.ts'
import { refusalOfPort } from './require-free-port.ts'

export interface ApiParts {
  readonly core: ServiceCore
  readonly settings: Settings
  readonly log: Log
  readonly metrics: Metrics
  readonly feed: EventFeed
  isDraining(): boolean
}

/** The open HTTP side of the service. */
export interface Api {
  /** `http://127.0.0.1:8080`, with the port really taken. */
  readonly address: string
  /** Sends sockets elsewhere, lets requests end and closes. */
  close(): Promise<void>
}

const consoleFolder = join(import.meta.dirname, '..', '..', 'console', 'dist')
const widgetFolder = join(import.meta.dirname, '..', '..', 'widget', 'dist')
const portalFolder = join(import.meta.dirname, '..', '..', 'widget', 'portal', 'dist')

/** The pages that are not the console's: of the widget, the portal and the platform. */
export function pagesOf(installation: Installation, { publicUrl }: Pick<Settings, 'publicUrl'>): Route[] {
  return [
    ...widgetPageRoutes({ installation, publicUrl, folder: widgetFolder }),
    ...portalPageRoutes({ installation, folder: portalFolder }),
    ...platformPageRoutes({ installation, publicUrl, folder: consoleFolder }),
  ]
}

/** Opens HTTP and sockets. Throws `conflict` with one sentence when the port is taken. */
export async function openApi(parts: ApiParts): Promise<Api> {
  const { core, settings, log, metrics, feed } = parts
  const { installation } = core
  const app = await createApp({
    settings,
    log,
    metrics,
    authenticate: {
      token: (text) => authenticateToken(installation, text),
      session: async (cookie, slug) => ({
        ...(await authenticateSession(installation, cookie, slug)),
        ratePerSecond: null,
      }),
    },
    openContextFor: ({ workspace, principal }, requestId, origin) =>
      installation.openContext({ workspace, principal, requestId, origin }),
    routes: routesOf(installation, { ...settings, ...linkMailing(parts), tellLost: tellLostLink(log) }),
    readiness: {
      checks: [{ name: 'database', check: async () => void (await core.pool.query('select 1')) }],
      isDraining: parts.isDraining,
    },
    pages: pagesOf(installation, settings),
    consoleFolder,
    limits: { loopDelayMs: settings.shedAfterMs },
  })
  const sockets = {
    installation,
    feed,
    log,
    isOwnOrigin: (origin: string, host: string | undefined) => isOwnOrigin(origin, host, settings.publicUrl),
  }
  const hub = createRealtimeHub(sockets)
  const chatHub = createChatHub(sockets)
  hub.attach(app.server)
  chatHub.attach(app.server)
  metrics.watch('chat_sockets', 'Open sockets of chats.', chatHub.count)
  metrics.watch('realtime_sockets', 'Open sockets of consoles and tokens.', hub.count)
  const place = { port: settings.port, host: settings.host, backlog }
  const address = await app.listen(place).catch((error: unknown) => {
    throw refusalOfPort(error, settings)
  })
  const warmer = createReportWarmer({ installation, log })
  warmer.start()
  return {
    address,
    close: async () => {
      await Promise.all([hub.drain(), chatHub.drain(), warmer.stop(drainLimitMs)])
      await closeServer({ server: app.server, close: () => app.close() })
    },
  }
}

/**
 * Connections that may wait to be accepted, as far as the system allows it. After a restart thousands of pages come back at
 * once: whom the system turns away then is not told so, and tries again only seconds later.
 */
const backlog = 8_192

/** Links that sign people in are mailed where there is a mail server. */
function linkMailing({ core, settings, log }: ApiParts): Pick<SignInService, 'mailLink'> {
  const { smtpServer } = settings
  if (smtpServer === null) return {}
  const client = createSmtpClient({ server: smtpServer })
  return { mailLink: mailSignInLinks({ installation: core.installation, client, log }) }
}

/** Links to the portal are sent after whoever asked has been answered. */
function tellLostLink(log: Log): (error: unknown) => void {
  return (error) => {
    log.warn('job.failed', { job: 'portal.link', error: error instanceof Error ? error : new Error(String(error)) })
  }
}

/** What routes need beside the installation. */
type RouteParts = Pick<Settings, 'publicUrl'> & Pick<SignInService, 'mailLink'> & Pick<PortalService, 'tellLost'>

/** Every route of the product, the service's own excepted. */
export function routesOf(installation: Installation, { publicUrl, mailLink, tellLost }: RouteParts): Route[] {
  const service = { installation, publicUrl }
  return [
    ...ticketRoutes(),
    ...ticketActionRoutes(),
    ...ticketSnoozeRoutes(),
    ...messageRedactionRoutes(),
    ...ticketMergingRoutes(),
    ...ticketSuggestionRoutes(),
    ...ticketHistoryRoutes(),
    ...ticketClockRoutes(),
    ...fileRoutes(),
    ...ticketDraftRoutes(),
    ...ticketFollowerRoutes(),
    ...ticketChecklistRoutes(),
    ...mentionRoutes(),
    ...statusRoutes(),
    ...catalogueRoutes(),
    ...bulkRoutes(),
    ...viewRoutes(),
    ...searchRoutes(),
    ...queueRoutes(),
    ...taskRoutes(),
    ...taskMoveRoutes(),
    ...consultRoutes(),
    ...monitorRoutes(),
    ...callRoutes(),
    ...chatRoutes(service),
    ...chatMessageRoutes(),
    ...chatEndRoutes(service),
    ...widgetRoutes(service),
    ...widgetArticleRoutes(service),
    ...portalSessionRoutes({ installation, ...(tellLost !== undefined && { tellLost }) }),
    ...portalTicketRoutes(),
    ...ticketRatingRoutes(),
    ...automationRoutes(),
    ...macroRoutes(),
    ...caseRoutes(),
    ...caseActionRoutes(),
    ...offerRoutes(),
    ...decisionRoutes(),
    ...deliveryRoutes(),
    ...webhookRoutes(),
    ...outboxRoutes(),
    ...customerRoutes(),
    ...customerHistoryRoutes(),
    ...customerMergingRoutes(),
    ...customerPrivacyRoutes(),
    ...orderAndPartnerRoutes(service),
    ...agentRoutes({ checkEndpoint: (url) => endpointFault(installation, url) }),
    ...workflowRoutes(),
    ...workflowRolloutRoutes(),
    ...dryRunRoutes(),
    ...qualityRoutes(),
    ...clockPreviewRoutes(),
    ...eventRoutes(service),
    ...meRoutes(),
    ...noticeRoutes(),
    ...sessionRoutes({ ...service, ...(mailLink !== undefined && { mailLink }) }),
    ...memberRoutes(),
    ...workspaceRoutes(),
    ...tokenRoutes(),
    ...accessRequestRoutes({ ...service, ...(mailLink !== undefined && { mailLink }) }),
    ...auditRoutes(),
  ]
}

function endpointFault(installation: Installation, url: string) {
  return checkUrl(installation.memory.of(outboundPolicy), url)
}

/** Support of orders, and what is handed to partners. */
function orderAndPartnerRoutes(service: { installation: Installation; publicUrl: string }): Route[] {
  return [
    ...orderRoutes(),
    ...supportRoutes(service),
    ...supportPairRoutes(service),
    ...marketRoutes(),
    ...storeRoutes(),
    ...supportRequestRoutes(),
    ...partnerRoutes(),
    ...partnerSideRoutes(),
    ...certificationRoutes(),
  ]
}
