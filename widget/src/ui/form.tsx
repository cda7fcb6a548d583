import { Fragment, h } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Asked } from '../channel.ts'
import type { Answers } from '../chat/calls.ts'
import { useChat, usePanel } from './context.ts'
import { Field } from './field.tsx'
import { Hours } from './hours.tsx'

type Asks = 'name' | 'email' | 'serviceLine' | 'language' | 'issue'
type Given = Partial<Record<Asks, string>>
type Faults = Partial<Record<Asks, string>>

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What is asked before anybody joins; where nobody is there, the same questions leave a message. */
export function Form() {
  const { channel, chat, speech, isKnown } = usePanel()
  const { phase, fault } = useChat()
  const { words } = speech
  const [given, setGiven] = useState<Given>({ language: speech.language })
  const [faults, setFaults] = useState<Faults>({})
  const form = useRef<HTMLFormElement>(null)
  // An answer to a message goes by mail, so without a chat an address is needed.
  const asked = (name: Asks): Asked => {
    if (isKnown && (name === 'name' || name === 'email')) return 'off'
    return !channel.isOpen && (name === 'email' || name === 'issue') ? 'required' : channel.form[name]
  }
  const submit = () => {
    const found = faultsOf(given, asked, words)
    setFaults(found)
    const first = Object.keys(found)[0]
    if (first === undefined) void chat.open(answersOf(given, asked))
    else form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
  }
  const field = (name: Asks) => ({
    name,
    asked: asked(name),
    value: given[name] ?? '',
    fault: faults[name],
    onChange: (value: string) => {
      setGiven((known) => ({ ...known, [name]: value }))
      setFaults(({ [name]: _gone, ...others }) => others)
    },
  })
  const languages = channel.languages.map((code) => ({ value: code, label: languageName(code) }))
  const lines = channel.serviceLines.map(({ slug, label }) => ({ value: slug, label }))
  const isBusy = phase === 'opening'
  return (
    <form
      class="ask"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) submit()
      }}
    >
      <Lead />
      <Field {...field('name')} label={words.name} type="text" />
      <Field {...field('email')} label={words.email} type="email" />
      <Field {...field('serviceLine')} label={words.serviceLine} type="choice" choices={lines} />
      {languages.length > 1 && (
        <Field {...field('language')} label={words.language} type="choice" choices={languages} />
      )}
      <Field {...field('issue')} label={words.issue} type="long" />
      {fault !== null && (
        <p class="fault" role="alert">
          {fault.words === '' ? words.failed : fault.words}
        </p>
      )}
      <button class="main" aria-disabled={isBusy}>
        {isBusy ? words.beginning : channel.isOpen ? words.begin : words.leave}
      </button>
      {channel.privacyUrl !== null && (
        <p class="or">
          <a href={channel.privacyUrl} target="_blank" rel="noopener">
            {words.privacy}
          </a>
        </p>
      )}
    </form>
  )
}

function Lead() {
  const { channel, speech } = usePanel()
  const { words } = speech
  if (channel.isOpen)
    return (
      <Fragment>
        <h2>{words.start}</h2>
        <p class="lead">{words.startText}</p>
      </Fragment>
    )
  const opens =
    channel.changesAt === null ? words.shut : speech.say('opensAt', { time: speech.moment(channel.changesAt) })
  return (
    <Fragment>
      <h2>{opens}</h2>
      <p class="lead">{words.leaveText}</p>
      <Hours />
    </Fragment>
  )
}

function faultsOf(given: Given, asked: (name: Asks) => Asked, words: { needed: string; badEmail: string }): Faults {
  const faults: Faults = {}
  for (const name of ['name', 'email', 'serviceLine', 'language', 'issue'] as const) {
    const value = given[name]?.trim() ?? ''
    if (asked(name) === 'required' && value === '') faults[name] = words.needed
    else if (name === 'email' && value !== '' && !mail.test(value)) faults[name] = words.badEmail
  }
  return faults
}

function answersOf(given: Given, asked: (name: Asks) => Asked): Answers {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const text = value.trim()
    return text === '' || asked(name as Asks) === 'off' ? [] : [[name === 'issue' ? 'issueSummary' : name, text]]
  })
  return Object.fromEntries(entries) as Answers
}

function languageName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1)
}
