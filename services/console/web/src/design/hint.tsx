// What is told of something when the pointer comes to it: a list has hundreds of them, and hardly one is ever asked for.
import { Tooltip } from '@mantine/core';
import { cloneElement, useState, type ReactElement } from 'react';

interface Watched {
  readonly onPointerEnter?: () => void;
  readonly onFocus?: () => void;
}

export interface HintProps {
  /** Asked for when it is to be shown. */
  readonly label: () => string;
  /** One element of the page, which takes no handlers of these kinds itself. */
  readonly children: ReactElement<Watched>;
}

/** A tooltip that is made when it is first needed. */
export function Hint({ label, children }: HintProps) {
  const [isNeeded, setIsNeeded] = useState(false);
  const need = (): void => setIsNeeded(true);
  if (!isNeeded) return cloneElement(children, { onPointerEnter: need, onFocus: need });
  return <Shown label={label}>{children}</Shown>;
}

/** Already pointed at when it comes. */
function Shown({ label, children }: HintProps) {
  return (
    <Tooltip label={label()} defaultOpened events={{ hover: true, focus: true, touch: true }}>
      {children}
    </Tooltip>
  );
}
