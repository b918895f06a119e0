"use strict";
// What the page says of the button that was pressed, it says once.
history.replaceState(null, "", location.pathname);
