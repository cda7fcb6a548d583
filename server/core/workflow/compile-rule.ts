import { routingExpression } from './compile-expressions.ts'
import type { WorkflowDocument } from './document.ts'
import { listOf } from './one-or-more.ts'
import { canonicalPriority } from './priority.ts'
import type { RoutingRule } from './snapshot.ts'

type RuleDocument = WorkflowDocument['routing']['rules'][number]

/** Makes a rule ready to be asked. */
export function compileRule(rule: RuleDocument, line: number | null): RoutingRule {
  const { queue, priority, type, category, slaPolicy } = rule.set ?? {}
  return {
    id: rule.id,
    when: routingExpression(rule.when),
    line,
    continues: rule.continue ?? false,
    set: {
      queue: queue ?? null,
      priority: priority === undefined ? null : canonicalPriority(priority),
      type: type ?? null,
      category: category ?? null,
      slaPolicy: slaPolicy ?? null,
    },
    skills: rule.require?.skills ?? {},
    languages: rule.require?.language ?? [],
    tags: listOf(rule.tag),
    notify: listOf(rule.notify),
    hit: Object.freeze({ rule: rule.id, matched: true, effect: effectOf(rule), line }),
    miss: Object.freeze({ rule: rule.id, matched: false, effect: '', line }),
  }
}

/** What a rule does, in the order an author reads it: `queue payments, priority high, payments >= 2`. */
function effectOf(rule: RuleDocument): string {
  const set = Object.entries(rule.set ?? {}).map(([name, value]) => `${name} ${value}`)
  const skills = Object.entries(rule.require?.skills ?? {}).map(([skill, level]) => `${skill} >= ${level}`)
  const languages = (rule.require?.language ?? []).map((language) => `language ${language}`)
  const tags = listOf(rule.tag).map((tag) => `tag ${tag}`)
  const notify = listOf(rule.notify).map((team) => `notify ${team}`)
  return [...set, ...skills, ...languages, ...tags, ...notify].join(', ')
}
