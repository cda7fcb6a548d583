import { parse } from '@marcbachmann/cel-js'
import type { WorkflowDocument } from './document.ts'
import { conjunctsOf, contradictionIn } from './expression-parts.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'

type Rule = WorkflowDocument['routing']['rules'][number]

/** Rules and policies that can never match, do nothing, or share a name. Expects expressions that parse. */
export function lintRules({ routing, slaPolicies = {} }: WorkflowDocument): readonly Finding[] {
  return [
    ...routing.rules.flatMap((rule, index) => lintRule(routing.rules, rule, index)),
    ...lintPolicyOrder(Object.entries(slaPolicies).map(([slug, policy]) => [slug, policy.when ?? 'true'])),
  ]
}

function lintRule(rules: readonly Rule[], rule: Rule, index: number): readonly Finding[] {
  const path: Path = ['routing', 'rules', index]
  const findings: Finding[] = []
  if (rules.findIndex((other) => other.id === rule.id) !== index) {
    findings.push(fault('duplicate_name', [...path, 'id'], `There are two rules called "${rule.id}".`))
  }
  if (rule.set === undefined && rule.require === undefined && rule.tag === undefined && rule.notify === undefined) {
    findings.push(doubt('rule_without_effect', path, `"${rule.id}" sets, requires, tags and notifies nothing.`))
  }
  const never = contradictionIn(parse(rule.when).ast)
  if (never !== null) {
    findings.push(doubt('rule_unreachable', [...path, 'when'], `${never} cannot be two things at once.`))
  }
  const earlier = findCover(rules, index)
  if (earlier !== null) {
    const message = `"${earlier}" above matches whenever this rule does, and does not continue.`
    findings.push(doubt('rule_unreachable', [...path, 'when'], message))
  }
  return findings
}

/** An earlier rule that stops whatever this one would match. One that continues and sets something in between may open the way. */
function findCover(rules: readonly Rule[], index: number): string | null {
  const rule = rules[index]
  if (rule === undefined) return null
  const wanted = new Set(conjunctsOf(parse(rule.when).ast))
  for (let at = index - 1; at >= 0; at -= 1) {
    const earlier = rules[at]
    if (earlier === undefined) continue
    if (earlier.continue === true) {
      if (earlier.set !== undefined || earlier.tag !== undefined) return null
      continue
    }
    if (covers(earlier.when, wanted)) return earlier.id
  }
  return null
}

function covers(condition: string, wanted: ReadonlySet<string>): boolean {
  return conjunctsOf(parse(condition).ast).every((part) => part === 'true' || wanted.has(part))
}

function lintPolicyOrder(policies: readonly (readonly [slug: string, when: string])[]): readonly Finding[] {
  return policies.flatMap(([slug, when], index): readonly Finding[] => {
    const wanted = new Set(conjunctsOf(parse(when).ast))
    const cover = policies.slice(0, index).find(([, earlier]) => covers(earlier, wanted))
    if (cover === undefined) return []
    const message = `"${cover[0]}" above matches whenever this policy does.`
    return [{ ...doubt('policy_unreachable', ['slaPolicies', slug], message), at: 'key' }]
  })
}
