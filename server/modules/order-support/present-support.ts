import { languageName } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Workspace } from '../../platform/context.ts'
import type { AgentKind } from '../agents/index.ts'
import type { BecknAgent, ServingAgent, SupportBody, SupportSession } from './support.ts'

/** What an answer is written from besides the session. */
export interface PresentParts {
  readonly workflow: WorkflowSnapshot
  readonly workspace: Workspace
  readonly publicUrl: string
  /** Of the customer's page; null for who may not write there. */
  readonly token: string | null
}

/** The session as Beckn's Support; what is not known is left out. */
export function presentSupport(session: SupportSession, parts: PresentParts): SupportBody {
  const { descriptor, callbackPhone, orderKey, servedBy } = session
  const ownFaq = parts.workflow.document.orderSupport?.faq
  const faq = session.faq ?? (ownFaq === undefined ? null : faqOf(ownFaq))
  return {
    ...(descriptor !== null && { descriptor }),
    order_id: orderKey,
    ...(callbackPhone !== null && { callback_phone: callbackPhone }),
    chat: { url: chatUrl(session, parts), session_id: encodeId('chat', session.chatId) },
    ...(faq !== null && { faq }),
    ...(servedBy !== null && { agent: presentAgent(servedBy, session.agent, parts.workflow) }),
  }
}

/**
 * Who serves the session as Beckn's Agent: what is known of the agent, and besides whatever the caller told when it named
 * this one. A bot or a partner says so in the tags of its person.
 */
export function presentAgent(agent: ServingAgent, told: BecknAgent | null, workflow: WorkflowSnapshot): BecknAgent {
  const id = encodeId('agent', agent.id)
  const { person, contact, organization, rating } = told?.id === id ? told : {}
  const own = {
    name: agent.name,
    languages: agent.languages.map((code) => ({ code, name: languageName(code) })),
    skills: Object.keys(agent.skills).map((code) => ({ code, name: workflow.skills.get(code)?.label ?? code })),
  }
  const figure = agent.rating ?? rating
  return {
    id,
    person: { ...own, ...person, ...tagsOf(agent.kind, person) },
    ...wholeOf('contact', agent.contact, contact),
    ...wholeOf('organization', agent.organization, organization),
    ...(figure !== undefined && { rating: figure }),
  }
}

type Whole = Readonly<Record<string, unknown>>

function wholeOf(name: 'contact' | 'organization', known: Whole | null, told: Whole | undefined) {
  return known === null && told === undefined ? {} : { [name]: { ...known, ...told } }
}

/** What is no person says so first; the other tags it was named with stay. */
function tagsOf(kind: AgentKind, told: Whole | undefined) {
  if (kind === 'person') return {}
  const descriptor = { code: 'kind' }
  const tags: readonly unknown[] = Array.isArray(told?.['tags']) ? told['tags'] : []
  return { tags: [{ descriptor, list: [{ descriptor, value: kind }] }, ...tags.filter((tag) => !isOfKind(tag))] }
}

function isOfKind(tag: unknown): boolean {
  return (tag as { descriptor?: { code?: unknown } } | null)?.descriptor?.code === 'kind'
}

function faqOf({ url, mimeType }: { url: string; mimeType?: string | undefined }) {
  return { url, ...(mimeType !== undefined && { mime_type: mimeType }) }
}

/** The page of the chat, opened on this session; what opens it stands behind the `#`, which no server is sent. */
function chatUrl({ chatId, channel }: SupportSession, { workspace, publicUrl, token }: PresentParts): string {
  const query = new URLSearchParams({ channel: `${workspace.slug}.${channel}` })
  const opens = new URLSearchParams({ session: encodeId('chat', chatId), ...(token !== null && { token }) })
  return `${publicUrl}/widget/session?${query.toString()}#${opens.toString()}`
}
