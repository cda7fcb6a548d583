import type { IconName } from '../../ui/icon-paths.tsx'
import { t } from '../../ui/words/words.ts'

export interface Area {
  id: string
  label: string
  icon: IconName
  to:
    | '/'
    | '/customers'
    | '/queues'
    | '/cases'
    | '/quality'
    | '/reports'
    | '/workflow'
    | '/deliveries'
    | '/partners'
    | '/outbox'
    | '/audit'
  /** Shown to those who hold all of these. */
  needs?: readonly string[]
  /** Shown to those who hold one of these. */
  anyOf?: readonly string[]
}

/** The areas of the console that these permissions open, in the order of the rail. */
export function areas(permissions: readonly string[]): Area[] {
  const all: Area[] = [
    { id: 'inbox', label: t('area.inbox'), icon: 'inbox', to: '/', needs: ['ticket:read'] },
    {
      id: 'queues',
      label: t('area.queues'),
      icon: 'grid',
      to: '/queues',
      needs: ['queue:read', 'task:read', 'agents:read'],
    },
    {
      id: 'customers',
      label: t('area.customers'),
      icon: 'user',
      to: '/customers',
      needs: ['customer:read'],
    },
    { id: 'cases', label: t('area.cases'), icon: 'shield', to: '/cases', needs: ['case:read'] },
    { id: 'quality', label: t('area.quality'), icon: 'award', to: '/quality', needs: ['qa:read'] },
    { id: 'reports', label: t('area.reports'), icon: 'chart', to: '/reports', needs: ['qa:read'] },
    { id: 'workflow', label: t('area.workflow'), icon: 'branch', to: '/workflow', needs: ['workflow:read'] },
    {
      id: 'deliveries',
      label: t('area.deliveries'),
      icon: 'send',
      to: '/deliveries',
      needs: ['delivery:read', 'webhook:read'],
    },
    { id: 'partners', label: t('area.partners'), icon: 'plug', to: '/partners', anyOf: ['market:read', 'partner:act'] },
    { id: 'outbox', label: t('area.outbox'), icon: 'mail', to: '/outbox', needs: ['mail:read'] },
    {
      id: 'audit',
      label: t('area.audit'),
      icon: 'pulse',
      to: '/audit',
      needs: ['audit:read', 'event:read'],
    },
  ]
  const holds = (permission: string) => permissions.includes(permission)
  return all.filter(({ needs = [], anyOf }) => needs.every(holds) && (anyOf?.some(holds) ?? true))
}
