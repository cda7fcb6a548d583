import { useQuery } from '@tanstack/react-query'
import { Link, useMatch, useNavigate, useParams } from '@tanstack/react-router'
import type { Chat } from '@switchyard/sdk'
import { useWords } from '../../live/chat-outbox.ts'
import { useIsTyping, useWatchedChats } from '../../live/chat-signs.ts'
import { chatMessageQuery } from '../../live/chats.ts'
import { useActions } from '../../ui/actions.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { useKeyText } from '../../ui/key-map.ts'
import { timerText } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { nextChat } from './next-chat.ts'
import { unreadOf, useMyChats } from './queries.ts'

const slowMs = 60_000

const nameOf = ({ customer }: Chat) => customer.name ?? customer.externalId ?? t('ticket.someone')

/** How long its customer has waited for a word, amber after a minute; once they have one, how long it lasts already. */
function Waits({ chat }: { chat: Chat }) {
  const { data: last } = useQuery({ ...chatMessageQuery(chat.id, chat.messages), enabled: chat.messages > 0 })
  const at = last?.author.kind === 'customer' ? Date.parse(last.createdAt) : null
  const time = useClock((nowMs) => (at === null ? '' : timerText(nowMs - at)))
  const isSlow = useClock((nowMs) => at !== null && nowMs - at >= slowMs)
  const talked = useClock((nowMs) => timerText(nowMs - Date.parse(chat.answeredAt ?? chat.startedAt)))
  if (at === null)
    return (
      <span title={t('chat.sinceAccept')} className="num text-ink-3">
        {talked}
      </span>
    )
  return (
    <span
      title={t('chat.unanswered')}
      className={`num inline-flex items-center gap-1 ${isSlow ? 'font-medium text-near' : 'text-ink-3'}`}
    >
      <Icon name="clock" size="xs" label={t('chat.unanswered')} /> {time}
    </span>
  )
}

/** The second line of a tab: what happens there now. */
function Now({ chat, isOver }: { chat: Chat; isOver: boolean }) {
  const isTyping = useIsTyping(chat.id)
  const unsent = useWords().some(({ chatId, phase }) => chatId === chat.id && phase !== 'said' && phase !== 'sending')
  if (isOver) return <span className="text-ink-3">{t('wrapup.title')}</span>
  if (unsent) return <span className="text-breach">{t('chat.notSent')}</span>
  if (isTyping) return <span className="text-ink-3">{t('chat.types')}</span>
  return <Waits chat={chat} />
}

interface TabProps {
  chat: Chat
  isOpen: boolean
  isOver: boolean
  /** The list beside it stays as it is. */
  search: object
}

function Tab({ chat, isOpen, isOver, search }: TabProps) {
  const unread = isOver ? 0 : unreadOf(chat)
  const name = nameOf(chat)
  return (
    <li className="flex-none">
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: chat.ticketId }}
        search={search}
        aria-current={isOpen ? 'page' : undefined}
        data-open={isOpen || undefined}
        className="ring-inside relative flex h-full min-w-36 max-w-52 items-center gap-2 border-e border-line ps-3 pe-3 text-[12px]/[16px] hover:bg-hover data-open:bg-surface"
      >
        {isOpen && <span className="absolute inset-x-0 top-0 h-0.5 bg-accent" />}
        <Avatar name={name} id={chat.customer.id} size="s" />
        <span className="min-w-0 flex-1">
          <bdi className={`block truncate ${unread > 0 ? 'font-semibold text-ink' : 'font-medium text-ink-2'}`}>
            {name}
          </bdi>
          <span className="block h-4 truncate text-[11.5px]">
            <Now chat={chat} isOver={isOver} />
          </span>
        </span>
        {unread > 0 && (
          <b className="num h-4 min-w-4 rounded-full bg-accent px-1 text-center text-[10px]/[16px] font-semibold text-on-accent">
            <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
            <span className="sr-only">{plural('chat.unread', unread)}</span>
          </b>
        )}
      </Link>
    </li>
  )
}

/** The live conversations of this agent side by side, on every screen: who, what waits, how long. */
export function ChatStrip({ agentId }: { agentId: string }) {
  const { live, wrapups } = useMyChats(agentId)
  const { ticketId } = useParams({ strict: false })
  const search = useMatch({ from: '/frame/inbox', shouldThrow: false })?.search ?? {}
  const navigate = useNavigate()
  const key = useKeyText('next-chat')
  useWatchedChats(live.map(({ id }) => id))
  useActions('chat-strip', [
    {
      id: 'next-chat',
      label: t('chat.next'),
      group: t('frame.everywhere'),
      icon: 'chat',
      isAllowed: live.length > 0,
      run: () => {
        const next = nextChat(live, ticketId ?? null)
        if (next !== null) void navigate({ to: '/tickets/$ticketId', params: { ticketId: next.ticketId }, search })
      },
    },
  ])
  if (live.length + wrapups.length === 0) return null
  return (
    <nav
      aria-label={t('chat.strip')}
      className="flex h-11 flex-none border-b border-line bg-canvas"
      title={key === undefined ? undefined : `${t('chat.next')} (${key})`}
    >
      <span className="grid w-(--w-rail) flex-none place-items-center border-e border-line text-ink-3 max-pane:hidden">
        <Icon name="headset" size="l" />
      </span>
      <ul className="flex min-w-0 flex-1 overflow-x-auto [scrollbar-width:none]">
        {[...live, ...wrapups].map((chat, index) => (
          <Tab
            key={chat.id}
            chat={chat}
            isOpen={chat.ticketId === ticketId}
            isOver={index >= live.length}
            search={search}
          />
        ))}
      </ul>
    </nav>
  )
}
