import { Fragment, h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../src/chat/calls.ts'
import type { Signed } from './calls.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { Tongues } from './tongues.tsx'

interface DoorParts {
  /** What came with the mail; null = nothing did. */
  readonly link: string | null
  /** Said first, where a session has ended. */
  readonly notice: string | null
  readonly onSignedIn: (signed: Signed) => void
}

/** Where customers come in: they ask for a link, or have one. */
export function Door({ link, notice, onSignedIn }: DoorParts) {
  const { facts, speech } = useDesk()
  const { words } = speech
  const [isSpent, setSpent] = useState(false)
  const hasLink = link !== null && !isSpent
  return (
    <main class="door">
      <section class="sheet">
        <div class="logo" aria-hidden="true">
          {facts.workspace.name.slice(0, 1).toUpperCase()}
        </div>
        {hasLink ? (
          <WithLink link={link} onSignedIn={onSignedIn} onSpent={() => setSpent(true)} />
        ) : (
          <Asking notice={isSpent ? words.linkGone : notice} />
        )}
      </section>
      <Tongues />
      <p class="by">{words.runsOn}</p>
    </main>
  )
}

/** A press uses the link up: programs that open links in mails press nothing. */
function WithLink({
  link,
  onSignedIn,
  onSpent,
}: Omit<DoorParts, 'notice' | 'link'> & { link: string; onSpent: () => void }) {
  const { calls, speech } = useDesk()
  const { words } = speech
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready')
  const enter = () => {
    setState('busy')
    calls.signIn(link).then(onSignedIn, (error: unknown) => {
      if (error instanceof Refusal && error.status === 401) onSpent()
      else setState('failed')
    })
  }
  return (
    <Fragment>
      <h1>{words.ready}</h1>
      <p class="lead">{words.readyText}</p>
      {state === 'failed' && (
        <p class="fault" role="alert">
          {words.failed}
        </p>
      )}
      <button type="button" class="main" disabled={state === 'busy'} onClick={enter}>
        {state === 'busy' ? words.opening : words.open}
      </button>
    </Fragment>
  )
}

const addressForm = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

function Asking({ notice }: { notice: string | null }) {
  const { facts, calls, speech } = useDesk()
  const { words, say } = speech
  const [email, setEmail] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [state, setState] = useState<'asking' | 'busy' | 'sent'>('asking')
  const field = useRef<HTMLInputElement>(null)
  const ask = (event: Event) => {
    event.preventDefault()
    if (!addressForm.test(email.trim())) {
      setFault(words.badEmail)
      field.current?.focus()
      return
    }
    setFault(null)
    setState('busy')
    calls.askForLink(email.trim()).then(
      () => setState('sent'),
      (error: unknown) => {
        const status = error instanceof Refusal ? error.status : 0
        setFault(status === 429 ? words.tooOften : status === 400 ? words.badEmail : words.failed)
        setState('asking')
      },
    )
  }
  if (state === 'sent') return <Sent email={email.trim()} onOther={() => setState('asking')} />
  return (
    <form noValidate onSubmit={ask}>
      <h1>{say('titleAt', { workspace: facts.workspace.name })}</h1>
      <p class="lead">{words.lead}</p>
      {notice !== null && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <label for="email">{words.email}</label>
      <input
        id="email"
        ref={field}
        type="email"
        autocomplete="email"
        dir="ltr"
        maxLength={254}
        value={email}
        aria-invalid={fault === null ? undefined : true}
        aria-describedby={fault === null ? undefined : 'email-fault'}
        onInput={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      {fault !== null && (
        <p class="fault" id="email-fault" role="alert">
          {fault}
        </p>
      )}
      <button class="main" disabled={state === 'busy'}>
        <Icon name="mail" />
        {state === 'busy' ? words.sending : words.send}
      </button>
    </form>
  )
}

/** Says the same whether or not anybody has this address. */
function Sent({ email, onOther }: { email: string; onOther: () => void }) {
  const { words, say } = useDesk().speech
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <Fragment>
      <h1 tabIndex={-1} ref={heading}>
        {words.look}
      </h1>
      <p class="lead" role="status">
        {say('looked', { email })}
      </p>
      <button type="button" class="plain" onClick={onOther}>
        {words.other}
      </button>
    </Fragment>
  )
}
