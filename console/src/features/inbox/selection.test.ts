import { describe, expect, it } from 'vitest'
import { isChoosing, nothingChosen, toggled } from './selection.ts'

const order = ['a', 'b', 'c', 'd']
const one = (id: string, isRange = false, from = nothingChosen) => toggled(from, { id, order, isRange })

describe('choosing tickets', () => {
  it('takes one and lets it go', () => {
    const chosen = one('b')
    expect([...chosen.ids]).toEqual(['b'])
    expect([...one('b', false, chosen).ids]).toEqual([])
    expect(isChoosing(nothingChosen)).toBe(false)
    expect(isChoosing(chosen)).toBe(true)
  })

  it('takes a range in either direction, and one alone where there is nothing to reach from', () => {
    expect([...one('d', true, one('b')).ids]).toEqual(['b', 'c', 'd'])
    expect([...one('a', true, one('c')).ids].toSorted()).toEqual(['a', 'b', 'c'])
    expect([...one('c', true).ids]).toEqual(['c'])
  })

  it('is of some again once one is chosen by hand', () => {
    expect(one('a', false, { ...nothingChosen, isAll: true })).toMatchObject({ isAll: false })
  })
})
