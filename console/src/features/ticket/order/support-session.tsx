import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { OrderSupport } from '@switchyard/sdk'
import { Chip } from '../../../ui/chip.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { t } from '../../../ui/words/words.ts'
import { PhoneLink } from './phone-link.tsx'
import { sessionChatQuery, supportQuery } from './queries.ts'

type Row = [string, ReactNode]

/** The open support session of an order: what it is about, with whom, where to call back, and its chat. */
export function SupportSession({ ticketId, orderId }: { ticketId: string; orderId: string }) {
  const { data: support } = useQuery(supportQuery(ticketId, orderId))
  if (support === undefined) return null
  return (
    <section aria-label={t('order.support')} className="mt-3 grid gap-2 border-t border-line pt-3">
      <h4 className="type-micro flex items-center gap-2 text-ink-3">
        {t('order.support')}
        {support && (
          <span className="ms-auto">
            <Chip tone="accent" icon="chat">
              {t('order.supportOpen')}
            </Chip>
          </span>
        )}
      </h4>
      {support === null ? (
        <p className="text-ink-3">{t('order.supportNone')}</p>
      ) : (
        <>
          <Facts rows={supportRows(support, ticketId)} />
          {support.chat?.url !== undefined && (
            <div>
              <CopyButton text={support.chat.url} label={t('order.copyChat')} />
            </div>
          )}
        </>
      )}
    </section>
  )
}

function supportRows({ descriptor, agent, callback_phone: phone, chat, faq }: OrderSupport, ticketId: string): Row[] {
  const chatId = chat?.session_id
  const rows: (Row | null)[] = [
    descriptor?.name === undefined && descriptor?.code === undefined
      ? null
      : [t('order.about'), [descriptor.name ?? descriptor.short_desc, descriptor.code].filter(Boolean).join(' · ')],
    [t('order.servedBy'), <Serving key="agent" agent={agent} />],
    phone === undefined ? null : [t('order.callBack'), <PhoneLink key="phone" number={phone} />],
    chatId === undefined ? null : [t('order.chat'), <ChatLink key="chat" ticketId={ticketId} chatId={chatId} />],
    faq === undefined
      ? null
      : [
          t('order.faq'),
          <a key="faq" href={faq.url} target="_blank" rel="noreferrer" className="link break-all">
            {faq.url}
          </a>,
        ],
  ]
  return rows.filter((row) => row !== null)
}

/** An agent without an id is one that is searched for: nobody has it yet. */
function Serving({ agent }: { agent: OrderSupport['agent'] }) {
  if (agent?.id === undefined) return t('order.waiting')
  return (
    <>
      {agent.person?.name ?? agent.id}
      {agent.rating !== undefined && (
        <span className="text-ink-3"> {t('order.average', { average: agent.rating })}</span>
      )}
    </>
  )
}

/** Where the conversation is: here, or on the ticket that the session has. */
function ChatLink({ ticketId, chatId }: { ticketId: string; chatId: string }) {
  const { data: chat } = useQuery(sessionChatQuery(ticketId, chatId))
  if (chat === undefined) return <span className="font-mono text-[11.5px]">{chatId}</span>
  if (chat.ticketId === ticketId) return t('order.thisTicket')
  return (
    <Link to="/tickets/$ticketId" params={{ ticketId: chat.ticketId }} className="link inline-flex items-center gap-1">
      {t('order.openTicket')} <Icon name="arrow" size="xs" />
    </Link>
  )
}
