/** Programs that show Cresset at work; each can be read from top to bottom. */
package dev.cresset.examples;
