import { useDeferredValue, useId, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Customer } from '@switchyard/sdk'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { t } from '../../../ui/words/words.ts'
import { foundCustomersQuery } from './queries.ts'
import { newFrom } from './who.ts'
import type { NewCustomer, Who } from './who.ts'

type Known = Extract<Who, { kind: 'known' }>['customer']

const nameOf = ({ name, externalId }: Pick<Customer, 'name' | 'externalId'>) => name ?? externalId
const secondOf = ({ contacts, externalId }: Known) =>
  [...new Set([...contacts.map(({ value }) => value), externalId])].slice(0, 3).join(' · ')

function Person({ customer }: { customer: Known }) {
  return (
    <>
      <Avatar name={nameOf(customer)} id={customer.id} size="m" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-[13px]/[19px] font-medium">{nameOf(customer)}</bdi>
        <span className="block truncate text-[12px]/[17px] text-ink-3">{secondOf(customer)}</span>
      </span>
    </>
  )
}

interface OptionProps {
  id: string
  isChosen: boolean
  onChoose: () => void
  children: React.ReactNode
}

function Option({ id, isChosen, onChoose, children }: OptionProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onChoose}
      className={`flex min-h-11 cursor-default items-center gap-2.5 rounded-control px-2 py-1 hover:bg-hover ${isChosen ? 'bg-hover' : ''}`}
    >
      {children}
    </li>
  )
}

/** Finds a customer while one types, by arrows and Enter too; the last choice is one that is not there yet. */
function Search({ onWho }: { onWho: (who: Who) => void }) {
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [index, setIndex] = useState(0)
  const text = typed.trim()
  const { data } = useQuery(foundCustomersQuery(useDeferredValue(text)))
  const found = text.length > 1 ? (data?.data ?? []) : []
  const choices = [
    ...found.map((customer) => () => onWho({ kind: 'known', customer })),
    ...(text === '' ? [] : [() => onWho({ kind: 'new', ...newFrom(text) })]),
  ]
  const chosen = Math.min(index, choices.length - 1)
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      choices[chosen]?.()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const step = event.key === 'ArrowDown' ? 1 : -1
    setIndex((chosen + step + choices.length) % Math.max(1, choices.length))
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <Field label={t('newTicket.customer')} hint={t('newTicket.customerHint')}>
        {(id) => (
          <input
            id={id}
            role="combobox"
            aria-expanded={choices.length > 0}
            aria-controls={listId}
            aria-activedescendant={choices.length > 0 ? `${listId}-${chosen}` : undefined}
            autoComplete="off"
            className="field"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setIndex(0)
            }}
            onKeyDown={onKey}
          />
        )}
      </Field>
      <ul id={listId} role="listbox" aria-label={t('newTicket.customers')} hidden={choices.length === 0}>
        {found.map((customer, at) => (
          <Option key={customer.id} id={`${listId}-${at}`} isChosen={at === chosen} onChoose={() => choices[at]?.()}>
            <Person customer={customer} />
          </Option>
        ))}
        {text !== '' && (
          <Option
            id={`${listId}-${found.length}`}
            isChosen={found.length === chosen}
            onChoose={() => choices[found.length]?.()}
          >
            <span className="grid size-7 flex-none place-items-center text-ink-3">
              <Icon name="user-plus" />
            </span>
            <span className="min-w-0 truncate">{t('newTicket.newCustomerOf', { typed: text })}</span>
          </Option>
        )}
      </ul>
    </div>
  )
}

const parts = [
  { name: 'name', type: 'text' },
  { name: 'email', type: 'email' },
  { name: 'phone', type: 'tel' },
  { name: 'externalId', type: 'text' },
] as const

function Newcomer({ who, onWho }: { who: NewCustomer; onWho: (who: Who) => void }) {
  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <legend className="flex w-full items-center pb-1 text-[13px]/[18px] font-medium">
        {t('newTicket.newCustomer')}
        <Button look="bare" small className="ms-auto" onClick={() => onWho({ kind: 'nobody' })}>
          {t('newTicket.find')}
        </Button>
      </legend>
      <div className="grid gap-3 pane:grid-cols-2">
        {parts.map(({ name, type }) => (
          <Field
            key={name}
            label={t(`newTicket.${name}`)}
            {...(name === 'externalId' ? { hint: t('newTicket.externalIdHint') } : {})}
          >
            {(id) => (
              <input
                id={id}
                type={type}
                maxLength={name === 'phone' ? 40 : 200}
                dir="auto"
                autoComplete="off"
                className="field"
                value={who[name]}
                onChange={(event) => onWho({ kind: 'new', ...who, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  )
}

/** Whose ticket it is: somebody who is found, or somebody new. */
export function CustomerField({ who, onWho }: { who: Who; onWho: (who: Who) => void }) {
  if (who.kind === 'nobody') return <Search onWho={onWho} />
  if (who.kind === 'new') return <Newcomer who={who} onWho={onWho} />
  return (
    <section aria-label={t('newTicket.customer')} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="text-[13px]/[18px] font-medium">{t('newTicket.customer')}</h3>
      <div className="flex min-h-12 items-center gap-2.5 rounded-control px-2.5 py-1 shadow-[inset_0_0_0_1px_var(--line-strong)]">
        <Person customer={who.customer} />
        <Button look="bare" small className="max-pane:!h-11" onClick={() => onWho({ kind: 'nobody' })}>
          {t('newTicket.change')}
        </Button>
      </div>
    </section>
  )
}
