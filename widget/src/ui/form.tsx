import { Fragment, h } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { type AskedField, wordingOf } from '../channel.ts'
import type { Mode } from '../chat/chat.ts'
import type { Words } from '../words/words.ts'
import { useChat, usePanel } from './context.ts'
import { Field } from './field.tsx'
import { Hours } from './hours.tsx'
import { useLater } from './use-later.ts'

type Given = Readonly<Record<string, string>>

/** What says who writes; a page that knows its visitor has said it already. */
const personal = new Set(['name', 'email', 'phone'])
const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What is asked before anybody joins; where nobody is there, the same questions leave a message. */
export function Form() {
  const { channel, chat, speech, isKnown } = usePanel()
  const { phase, fault } = useChat()
  const { words, language } = speech
  const [given, setGiven] = useState<Given>({})
  const [faults, setFaults] = useState<Given>({})
  const form = useRef<HTMLFormElement>(null)
  const fields = channel.form.filter(({ name }) => !isKnown || !personal.has(name))
  const mayCall = !channel.isOpen && channel.away === 'callback' && fields.some(({ name }) => name === 'phone')
  const isBusy = phase === 'opening'
  const about = given['issueSummary']
  const later = useLater(channel.hasArticles && about !== undefined)
  const usual = channel.isOpen ? 'chat' : 'message'
  const submit = (mode: Mode = usual) => {
    const found = faultsOf(neededFor(mode, fields), given, words)
    setFaults(found)
    const first = Object.keys(found)[0]
    if (first !== undefined) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
    else if (!isBusy) void chat.open(answersOf(fields, given), mode)
  }
  return (
    <form
      class="ask"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Lead />
      {neededFor(usual, fields).map((field) => (
        <Field
          key={field.name}
          field={field}
          label={wordingOf(field.label, language)}
          value={given[field.name] ?? ''}
          fault={faults[field.name]}
          onChange={(value) => {
            setGiven((known) => ({ ...known, [field.name]: value }))
            setFaults(({ [field.name]: _gone, ...others }) => others)
          }}
        />
      ))}
      {fault !== null && (
        <p class="fault" role="alert">
          {fault.words === '' ? words.failed : fault.words}
        </p>
      )}
      <div class="act">
        <button class="main" aria-disabled={isBusy}>
          {isBusy ? words.beginning : channel.isOpen ? words.begin : words.leave}
        </button>
      </div>
      {later !== null && <later.Articles about={about} onTalk={submit} />}
      {mayCall && (
        <p class="or">
          {words.or}{' '}
          <button type="button" class="link" onClick={() => submit('callback')}>
            {words.callMe}
          </button>
        </p>
      )}
      <Privacy />
    </form>
  )
}

function Privacy() {
  const { channel, speech } = usePanel()
  return (
    channel.privacyUrl !== null && (
      <p class="or">
        <a href={channel.privacyUrl} target="_blank" rel="noopener">
          {speech.words.privacy}
        </a>
      </p>
    )
  )
}

/** An answer to a message goes by mail and a call to a number: without a chat one of them is needed. */
function neededFor(mode: Mode, fields: readonly AskedField[]): AskedField[] {
  const needed = mode === 'chat' ? '' : mode === 'message' ? 'email' : 'phone'
  return fields.map((field) =>
    field.type === needed || field.name === needed ? { ...field, isRequired: true } : field,
  )
}

function Lead() {
  const { channel, speech } = usePanel()
  const { words, language } = speech
  const opens =
    channel.changesAt === null ? words.shut : speech.say('opensAt', { time: speech.moment(channel.changesAt) })
  return (
    <Fragment>
      <h2>{channel.isOpen ? wordingOf(channel.greeting, language) || words.start : opens}</h2>
      <p class="lead">{channel.isOpen ? words.startText : words.leaveText}</p>
      {!channel.isOpen && <Hours />}
    </Fragment>
  )
}

function faultsOf(fields: readonly AskedField[], given: Given, words: Words): Given {
  const faults = fields.flatMap(({ name, type, isRequired }) => {
    const value = given[name]?.trim() ?? ''
    if (isRequired && value === '') return [[name, words.needed]]
    return type === 'email' && value !== '' && !mail.test(value) ? [[name, words.badEmail]] : []
  })
  return Object.fromEntries(faults) as Given
}

function answersOf(fields: readonly AskedField[], given: Given): Given {
  const answers = fields.map(({ name }) => [name, given[name]?.trim() ?? '']).filter(([, text]) => text !== '')
  return Object.fromEntries(answers) as Given
}
