import type { ComponentClass } from 'preact'
import type { Extras } from './context.ts'
import { view } from './observe.ts'

type PropsOf<Part> = Part extends ComponentClass<infer Props extends object> ? Props : never
type PartName = { [Name in keyof Extras]: Extras[Name] extends new (...args: never) => object ? Name : never }[keyof Extras]

/** A part of the extras: nothing, until their chunk is here. */
export const later = <Name extends PartName>(name: Name): ComponentClass<PropsOf<Extras[Name]>> =>
  view<PropsOf<Extras[Name]>>(({ extras }) => (props) => {
    const Part = extras.value?.[name] as ComponentClass<object> | undefined
    return Part && <Part {...(props as object)} />
  })
