import { h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { Tongues } from './tongues.tsx'

interface BarProps {
  readonly email: string
  readonly onSignOut: (everywhere: boolean) => Promise<void>
}

/** Whose portal this is, and who is signed in. */
export function Bar(props: BarProps) {
  const { facts } = useDesk()
  const { name } = facts.workspace
  return (
    <header class="bar">
      <a class="brand" href="#/">
        <span class="logo" aria-hidden="true">
          {name.slice(0, 1).toUpperCase()}
        </span>
        <b>{name}</b>
      </a>
      <Account {...props} />
    </header>
  )
}

function Account({ email, onSignOut }: BarProps) {
  const { words } = useDesk().speech
  const [isOpen, setOpen] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const leave = ({ target }: Event) => {
      if (target instanceof Node && box.current?.contains(target) !== true) setOpen(false)
    }
    const events = ['pointerdown', 'focusin'] as const
    for (const event of events) document.addEventListener(event, leave)
    return () => {
      for (const event of events) document.removeEventListener(event, leave)
    }
  }, [isOpen])
  const signOut = (everywhere: boolean) => {
    setFailed(false)
    onSignOut(everywhere).catch(() => setFailed(true))
  }
  return (
    <div
      class="account"
      ref={box}
      onKeyDown={({ key }) => {
        if (key !== 'Escape') return
        setOpen(false)
        opener.current?.focus()
      }}
    >
      <button
        type="button"
        class="who"
        ref={opener}
        aria-expanded={isOpen}
        aria-controls="account"
        aria-label={`${words.menu}: ${email}`}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="person" />
        <span dir="ltr">{email}</span>
      </button>
      <div id="account" class="menu" hidden={!isOpen}>
        <p dir="ltr">{email}</p>
        <button type="button" onClick={() => signOut(false)}>
          {words.signOut}
        </button>
        <button type="button" onClick={() => signOut(true)}>
          {words.signOutAll}
        </button>
        {hasFailed && (
          <p class="fault" role="alert">
            {words.failed}
          </p>
        )}
        <Tongues />
      </div>
    </div>
  )
}
