import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { MailPage, NotificationSettings, WholeMail } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import type { MailFilter } from './mail-filter.ts'

/** Whether it was sent is told by no event. */
const lookAgainMs = 5_000

/** Mails, newest first, page by page. */
export const mailsQuery = (filter: MailFilter) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.mailList(filter),
    queryFn: ({ signal, pageParam }) =>
      api.request<MailPage>({
        method: 'GET',
        path: '/v1/outbox',
        query: { state: filter.state, kind: filter.kind, after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgainMs,
  })

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.mail(id),
    queryFn: ({ signal }) => api.request<WholeMail>({ method: 'GET', path: `/v1/outbox/${id}`, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? lookAgainMs : false),
  })

export const resendMail = (id: string) => api.request<WholeMail>({ method: 'POST', path: `/v1/outbox/${id}/resend` })

export const noticesQuery = queryOptions({
  queryKey: cacheKeys.notices,
  queryFn: ({ signal }) => api.request<NotificationSettings>({ method: 'GET', path: '/v1/me/notifications', signal }),
})

export const saveNotices = (mail: Partial<NotificationSettings['mail']>) =>
  api.request<NotificationSettings>({ method: 'PUT', path: '/v1/me/notifications', body: { mail } })
