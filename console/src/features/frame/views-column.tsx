import type { ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { t } from '../../ui/words/words.ts'
import { useMe } from '../../live/me.ts'
import { copyText } from '../../ui/copy-button.tsx'
import { useKeyText } from '../../ui/key-map.ts'
import { ViewsList } from './views-list.tsx'
import type { ChosenView } from './views-list.tsx'
import type { View } from '@switchyard/sdk'

function WorkspaceMenu() {
  const { workspace, workflow } = useMe()
  return (
    <MenuButton
      className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-control px-2 hover:bg-hover type-ui-strong"
      sections={[
        {
          label: t('workspace.purpose', { purpose: workspace.purpose, version: workflow.version }),
          items: [
            {
              id: 'docs',
              label: t('workspace.docs'),
              icon: 'link',
              run: () => window.open('/docs', '_blank', 'noopener'),
            },
            {
              id: 'slug',
              label: t('workspace.copySlug'),
              icon: 'copy',
              hint: workspace.slug,
              run: () => void copyText(workspace.slug),
            },
          ],
        },
      ]}
    >
      <span className="min-w-0 flex-1 truncate text-start">{workspace.slug}</span>
      <Icon name="down" size="s" tone="text-ink-3" />
    </MenuButton>
  )
}

/** The button that opens the palette. */
function Find({ onSearch }: { onSearch: () => void }) {
  const keys = (useKeyText('palette') ?? '').split(/(?<=⌘)| /).filter(Boolean)
  return (
    <button
      type="button"
      onClick={onSearch}
      className="hairline mt-auto flex h-[30px] flex-none items-center gap-2 rounded-control bg-surface px-2 text-ink-3 hover:bg-hover"
    >
      <Icon name="search" />
      <span className="min-w-0 flex-1 truncate text-start">{t('frame.searchOrRun')}</span>
      <span className="flex gap-[3px]" aria-hidden="true">
        {keys.map((key) => (
          <kbd key={key} className="key">
            {key}
          </kbd>
        ))}
      </span>
    </button>
  )
}

/** The button that opens a ticket. */
export function NewButton({ onNew, className = '' }: { onNew: () => void; className?: string }) {
  const key = useKeyText('new-ticket')
  return (
    <IconButton
      icon="plus"
      label={t('frame.newTicket')}
      {...(key === undefined ? {} : { shortcut: key })}
      className={className}
      onClick={onNew}
    />
  )
}

interface ViewsColumnProps {
  chosen: ChosenView
  presence: ReactNode
  menuOf: (view: View) => ReactNode
  onSearch: () => void
  /** Opens a ticket; null = who may not. */
  onNew: (() => void) | null
}

/** Workspace, presence, views, queues, search: what the list beside it shows and who is looking. */
export function ViewsColumn({ chosen, presence, menuOf, onSearch, onNew }: ViewsColumnProps) {
  return (
    <aside aria-label={t('frame.views')} className="flex min-h-0 flex-col border-e border-line bg-canvas px-2 py-2.5">
      <div className="flex items-center">
        <WorkspaceMenu />
        {onNew && <NewButton onNew={onNew} />}
      </div>
      {presence}
      <ViewsList chosen={chosen} menuOf={menuOf} />
      <Find onSearch={onSearch} />
    </aside>
  )
}
