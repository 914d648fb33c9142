// What is told of something when the pointer comes to it: a list has hundreds of them, and hardly one is ever asked for.
import { Tooltip } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { cloneElement, useRef, useState, type ReactElement, type Ref, type RefObject } from 'react';

interface Watched {
  readonly ref?: Ref<HTMLElement>;
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
}

export interface HintProps {
  /** Asked for when it is to be shown. */
  readonly label: () => string;
  /** One element of the page, which takes no handlers of these kinds itself. */
  readonly children: ReactElement<Watched>;
}

/**
 * A tooltip that is made when it is first needed. The element itself stays what it is: were it made anew, a pointer that is
 * gone by then would never leave it, and the tooltip would stay.
 */
export function Hint({ label, children }: HintProps) {
  const [isShown, setShown] = useState(false);
  const element = useRef<HTMLElement>(null);
  const show = (): void => setShown(true);
  const hide = (): void => setShown(false);
  return (
    <>
      {cloneElement(children, {
        ref: element,
        onPointerEnter: show,
        onPointerLeave: hide,
        onFocus: show,
        onBlur: hide,
      })}
      {isShown && <Shown label={label()} target={element} onEscape={hide} />}
    </>
  );
}

interface ShownProps {
  readonly label: string;
  readonly target: RefObject<HTMLElement | null>;
  readonly onEscape: () => void;
}

function Shown({ label, target, onEscape }: ShownProps) {
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') onEscape();
  });
  return <Tooltip label={label} target={target} opened />;
}
