import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket, TicketCatalogue } from '@switchyard/sdk'
import { catalogueQuery } from '../../../live/catalogue.ts'
import { t } from '../../../ui/words/words.ts'
import { categoryPaths, textOf } from './detail-change.ts'

type Row = [string, ReactNode]

const labelIn = (words: readonly { slug: string; label: string }[] | undefined, slug: string) =>
  words?.find((word) => word.slug === slug)?.label ?? slug

function kindRows({ category, type }: Ticket, catalogue: TicketCatalogue | undefined): Row[] {
  const path = categoryPaths(catalogue?.categories ?? []).find(({ slug }) => slug === category)?.path
  return [
    ...(category === null ? [] : [[t('details.category'), path ?? category] as Row]),
    ...(type === null ? [] : [[t('details.type'), labelIn(catalogue?.types, type)] as Row]),
  ]
}

function weightRows({ impact, urgency, priorityReason }: Ticket): Row[] {
  const rows = (['impact', 'urgency'] as const).flatMap((name): Row[] => {
    const weight = name === 'impact' ? impact : urgency
    return weight ? [[t(`details.${name}`), t(`details.weight.${weight}`)]] : []
  })
  return priorityReason ? [...rows, [t('details.priorityReason'), priorityReason]] : rows
}

/** The fields of the type by their labels, then whatever else the caller sent. */
function fieldRows({ type, fields = {} }: Ticket, catalogue: TicketCatalogue | undefined): Row[] {
  const known = catalogue?.types.find(({ slug }) => slug === type)?.fields ?? []
  const isSaid = (name: string) => textOf(fields[name]) !== ''
  const text = (name: string) => {
    const value = fields[name]
    return typeof value === 'boolean' ? t(value ? 'details.yes' : 'details.no') : textOf(value)
  }
  const own = known.filter(({ name }) => isSaid(name)).map(({ name, label }): Row => [label, text(name)])
  const others = Object.keys(fields).filter((name) => isSaid(name) && !known.some((one) => one.name === name))
  return [...own, ...others.map((name): Row => [name, text(name)])]
}

function workRows({ cause, correction, solutionCheck, resolution }: Ticket): Row[] {
  const check = solutionCheck ? t(solutionCheck === 'passed' ? 'fact.passed' : 'details.failed') : ''
  const said: [string, string | undefined | null][] = [
    [t('fact.cause'), [cause?.code, cause?.text].filter(Boolean).join(': ')],
    [t('fact.correction'), [correction?.text, correction?.change].filter(Boolean).join(' · ')],
    [t('fact.solutionCheck'), check],
    [t('fact.resolution'), resolution],
  ]
  return said.flatMap(([term, text]): Row[] => (text ? [[term, text]] : []))
}

/** What a ticket is said to be, and what was found out and done about it. */
export function useDetailRows(ticket: Ticket): Row[] {
  const { data } = useQuery(catalogueQuery)
  const affected = (ticket.affected ?? []).map((slug) => labelIn(data?.services, slug)).join(', ')
  return [
    ...kindRows(ticket, data),
    ...fieldRows(ticket, data),
    ...weightRows(ticket),
    ...(affected === '' ? [] : [[t('details.affected'), affected] as Row]),
    ...workRows(ticket),
  ]
}
