import { h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { randomText } from '../chat/memory.ts'
import { useChat, usePanel } from './context.ts'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'

/** What parts that come later are made with: handed to them, for shared by import it would be loads of its own. */
export const kit = { h, useEffect, useState, useChat, usePanel, Field, Icon, randomText }
export type Kit = typeof kit
