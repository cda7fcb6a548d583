import { lazy, Suspense, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { PresenceState } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuSection } from '../../ui/menu.tsx'
import { readStored, writeStored } from '../../ui/stored.ts'
import { chooseTheme, useTheme } from '../../ui/theme.ts'
import { chooseUndoSeconds, undoChoices, useUndoSeconds } from '../../ui/undo-time.ts'
import { language, languages, t } from '../../ui/words/words.ts'
import { signOut } from './queries.ts'

const SessionsDialog = lazy(async () => ({ default: (await import('./sessions-dialog.tsx')).SessionsDialog }))

function languageSection(): MenuSection {
  return {
    label: t('account.language'),
    items: languages.map(({ code, name }) => ({
      id: code,
      label: name,
      isChecked: code === language(),
      run: () => {
        writeStored('language', code)
        location.reload()
      },
    })),
  }
}

function undoSection(chosen: number): MenuSection {
  return {
    label: t('account.undo'),
    items: undoChoices.map((seconds) => ({
      id: `undo-${seconds}`,
      label: seconds === 0 ? t('account.undoOff') : t('account.undoSeconds', { seconds }),
      isChecked: seconds === chosen,
      run: () => chooseUndoSeconds(seconds),
    })),
  }
}

interface AccountMenuProps {
  presence?: PresenceState
  /** What is to be finished while one is still signed in. */
  onLeave: () => Promise<void>
  onSignedOut: () => void
}

/** The person: sessions, theme, language, time to undo a send, single-letter keys, sign out. */
export function AccountMenu({ presence, onLeave, onSignedOut }: AccountMenuProps) {
  const me = useMe()
  const navigate = useNavigate()
  const theme = useTheme()
  const [isShowingSessions, showSessions] = useState(false)
  const [hasKeys, setKeys] = useState(() => readStored('singleKeys', true))
  const leave = useMutation({ mutationFn: () => onLeave().then(signOut), onSettled: onSignedOut })
  const sections: MenuSection[] = [
    {
      label: `${me.user.name} · ${me.member.role}`,
      items: [
        { id: 'notices', label: t('notices.title'), icon: 'mail', run: () => void navigate({ to: '/notifications' }) },
        { id: 'sessions', label: t('account.sessions'), icon: 'screen', run: () => showSessions(true) },
      ],
    },
    {
      label: t('theme.title'),
      items: (['system', 'light', 'dark'] as const).map((choice) => ({
        id: choice,
        label: t(`theme.${choice}`),
        isChecked: theme === choice,
        run: () => chooseTheme(choice),
      })),
    },
    languageSection(),
    undoSection(useUndoSeconds()),
    {
      items: [
        {
          id: 'keys',
          label: t('account.singleKeys'),
          isOn: hasKeys,
          run: () => {
            writeStored('singleKeys', !hasKeys)
            setKeys(!hasKeys)
          },
        },
        { id: 'leave', label: t('account.signOut'), icon: 'arrow', run: () => leave.mutate() },
      ],
    },
  ]
  return (
    <>
      <MenuButton
        sections={sections}
        side="inline-end"
        align="end"
        className="mt-2 rounded-full [--under:var(--canvas)]"
      >
        <Avatar name={me.user.name} id={me.user.id} size="l" {...(presence ? { presence } : {})} />
        <span className="sr-only">{t('account.menu')}</span>
      </MenuButton>
      {isShowingSessions && (
        <Suspense fallback={null}>
          <SessionsDialog onClose={() => showSessions(false)} />
        </Suspense>
      )}
    </>
  )
}
