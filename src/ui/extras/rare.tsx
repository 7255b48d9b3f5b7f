import { signal } from '@preact/signals-core'
import type { ComponentChildren, ComponentClass } from 'preact'
import type { Chapter } from '../context.ts'
import { view } from '../observe.ts'

type PropsOf<Part> = Part extends ComponentClass<infer Props extends object> ? Props : never

/**
 * A part that few visitors come to see, from a file of its own: asked for when it is first drawn, and until it is here its
 * children, if it has any. `load` is an `import()`; one that failed is asked for again the next time that it is drawn.
 */
export function rare<Module extends Chapter, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
): ComponentClass<PropsOf<Module[Name]>> {
  const loaded = signal<Module | null>(null)
  return view<PropsOf<Module[Name]>>(({ learn }, { signal: life }) => {
    function take(module: Module): void {
      if (!life.aborted) learn(module)
      loaded.value = module
    }
    const { value } = loaded
    if (value) learn(value)
    else load().then(take, () => {})
    return (props) => {
      const Part = loaded.value?.[name] as ComponentClass<object> | undefined
      return Part ? <Part {...(props as object)} /> : (props as { readonly children?: ComponentChildren }).children
    }
  })
}
