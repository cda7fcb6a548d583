import type { IconName } from '../../ui/icon-paths.tsx'
import { t } from '../../ui/words/words.ts'

export interface Area {
  id: string
  label: string
  icon: IconName
  to: '/' | '/customers' | '/queues' | '/cases' | '/quality' | '/workflow'
  shortcut: string
  /** Shown to those who hold all of these. */
  needs?: readonly string[]
}

/** The areas of the console that these permissions open, in the order of the rail. */
export function areas(permissions: readonly string[]): Area[] {
  const all: Area[] = [
    { id: 'inbox', label: t('area.inbox'), icon: 'inbox', to: '/', shortcut: 'g i' },
    {
      id: 'queues',
      label: t('area.queues'),
      icon: 'grid',
      to: '/queues',
      shortcut: 'g q',
      needs: ['queue:read', 'task:read', 'agents:read'],
    },
    {
      id: 'customers',
      label: t('area.customers'),
      icon: 'user',
      to: '/customers',
      shortcut: 'g c',
      needs: ['customer:read'],
    },
    { id: 'cases', label: t('area.cases'), icon: 'shield', to: '/cases', shortcut: 'g r', needs: ['case:read'] },
    { id: 'quality', label: t('area.quality'), icon: 'award', to: '/quality', shortcut: 'g u', needs: ['qa:read'] },
    { id: 'workflow', label: t('area.workflow'), icon: 'branch', to: '/workflow', shortcut: 'g w' },
  ]
  return all.filter(({ needs = [] }) => needs.every((permission) => permissions.includes(permission)))
}
