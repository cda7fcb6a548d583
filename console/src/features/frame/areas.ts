import type { IconName } from '../../ui/icon-paths.tsx'
import { t } from '../../ui/words/words.ts'

export interface Area {
  id: string
  label: string
  icon: IconName
  to: '/' | '/workflow'
  shortcut: string
}

/** The areas of the console, in the order of the rail. */
export function areas(): Area[] {
  return [
    { id: 'inbox', label: t('area.inbox'), icon: 'inbox', to: '/', shortcut: 'g i' },
    { id: 'workflow', label: t('area.workflow'), icon: 'branch', to: '/workflow', shortcut: 'g w' },
  ]
}
