// The application around its pages: design, data and addresses.
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/queries.js';
import { colourScheme, cssVariables, styleNonce, theme } from './design/theme.js';
import { routes } from './routes.js';

const queries = queryClient();

export function App() {
  // A router begins to load its first page as soon as it is made: only then is it known who is signed in.
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colourScheme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
