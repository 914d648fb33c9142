// Opens and closes what stands below a row.
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import type { ReactNode } from 'react';
import classes from './incidents.module.css';

interface OpenButtonProps {
  readonly isOpen: boolean;
  /** What is opened, for who does not see the row around it. */
  readonly label: string;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

export function OpenButton({ isOpen, label, onToggle, children }: OpenButtonProps) {
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button type="button" className={classes.open} aria-expanded={isOpen} title={label} onClick={onToggle}>
      <Icon size={16} aria-hidden />
      <span>{children}</span>
      <span className="co-hidden">: {label}</span>
    </button>
  );
}
